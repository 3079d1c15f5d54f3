# The registry's web server. Data lives elsewhere: DATABASE_URL, MEDIA_ROOT.
FROM python:3.11-slim

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1
WORKDIR /srv/registry

# Packages before code: a change of code does not fetch them again.
COPY requirements/runtime.txt requirements/
RUN pip install --require-hashes --requirement requirements/runtime.txt

COPY . .
# `collectstatic` needs a key to start, and signs nothing with it.
RUN SECRET_KEY=only-for-building python manage.py collectstatic --no-input \
    && useradd --system --create-home --uid 10001 registry \
    && install --directory --owner registry --group registry var
USER registry

EXPOSE 8000
# The health page needs a Host that is allowed: the first of ALLOWED_HOSTS.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["python", "-c", "\
import os, urllib.request as u; \
u.urlopen(u.Request('http://127.0.0.1:8000/salud/', \
headers={'Host': os.environ['ALLOWED_HOSTS'].split(',')[0]}), timeout=4)"]
CMD ["gunicorn", "mtigm.wsgi:application", "--bind=0.0.0.0:8000", "--worker-class=gthread", \
     "--workers=2", "--threads=4", "--timeout=60", "--max-requests=2000", \
     "--max-requests-jitter=200", "--worker-tmp-dir=/dev/shm", "--no-control-socket"]
