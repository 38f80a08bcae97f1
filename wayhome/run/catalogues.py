"""Translations: the written catalogues (.po) are compiled (.mo) when they are newer. No Debian program is needed."""

from pathlib import Path

HOUSE = Path(__file__).resolve().parents[1]


def compile_catalogues() -> int:
    """Compile what has changed since the last time; returns how many."""
    due = [source for source in sorted(HOUSE.glob("*/locale/*/LC_MESSAGES/*.po")) if _is_newer(source)]
    if due:
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po

        for source in due:
            with source.open("rb") as written:
                catalogue = read_po(written, locale=source.parents[1].name)
            fresh = source.with_suffix(".mo.new")
            with fresh.open("wb") as compiled:
                write_mo(compiled, catalogue)
            fresh.replace(source.with_suffix(".mo"))
    return len(due)


def _is_newer(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime <= source.stat().st_mtime


if __name__ == "__main__":
    compile_catalogues()
