# The registry's one image: docker-compose.yml starts it as `prepare`, web server and worker.
# Nothing is written into it: data live in DATABASE_URL, what is passing in /tmp.

FROM python:3.11-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PATH=/opt/venv/bin:$PATH
WORKDIR /srv/registry
RUN python -m venv /opt/venv
# Packages before code: a change of code does not fetch them again.
COPY requirements/runtime.txt requirements/
RUN pip install --require-hashes --requirement requirements/runtime.txt
COPY . .
# `collectstatic` needs a key to start, and signs nothing with it. Whoever built this as root with a
# narrow umask still makes an image that another user can read.
RUN SECRET_KEY=only-for-building python manage.py collectstatic --no-input \
    && python -m compileall -q --invalidation-mode unchecked-hash . \
    && chmod -R u=rwX,go=rX /srv/registry /opt/venv

FROM python:3.11-slim-bookworm
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PATH=/opt/venv/bin:$PATH \
    WORKER_HEARTBEAT=/tmp/worker.heartbeat
WORKDIR /srv/registry
RUN groupadd --gid 10001 registry \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin registry
COPY --from=build /opt/venv /opt/venv
COPY --from=build /srv/registry /srv/registry
# By number: an orchestrator can tell that it is not root.
USER 10001:10001

EXPOSE 8000
# No HEALTHCHECK: the worker would inherit the web server's. Each service has its own.
CMD ["gunicorn", "mtigm.wsgi:application", "--bind=0.0.0.0:8000", "--worker-class=gthread", \
     "--workers=2", "--threads=4", "--timeout=60", "--graceful-timeout=25", "--max-requests=2000", \
     "--max-requests-jitter=200", "--worker-tmp-dir=/dev/shm", "--no-control-socket"]
