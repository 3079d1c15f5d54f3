"""What `collectstatic` gathers as root is read by the server's user."""

import stat

from django.core.management import call_command
from django.test import override_settings

MANIFEST = {
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}


def test_gathered_files_are_readable_by_any_user(settings, tmp_path, monkeypatch):
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "style.css").write_text("a { color: #123456 }\n" * 50)
    with override_settings(
        STORAGES={**settings.STORAGES, **MANIFEST},
        STATIC_ROOT=tmp_path / "gathered",
        STATICFILES_DIRS=[tmp_path / "source"],
        STATICFILES_FINDERS=["django.contrib.staticfiles.finders.FileSystemFinder"],
    ):
        call_command("collectstatic", interactive=False, verbosity=0)
    files = {path.name: path for path in (tmp_path / "gathered").rglob("*") if path.is_file()}
    assert "staticfiles.json" in files
    assert len(files) > 3  # the file, its name after the content, and both compressed
    hidden = [name for name, path in files.items() if not path.stat().st_mode & stat.S_IROTH]
    assert hidden == []
