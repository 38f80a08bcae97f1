"""Reads one workbook in a process of its own, with little memory and no key, and prints its rows as lines of JSON.

Started by `workbooks` as a plain script, never imported by the sites. Standard input: one line with the sheet's name
(a JSON string, or null for the first sheet), then the workbook. A parser that is driven mad by a crafted file takes
only this process with it.
"""

import datetime
import io
import json
import resource
import sys

MEMORY = 1 << 30
SECONDS = 120

Cell = str | float | bool | datetime.date | datetime.time | datetime.timedelta | None


def written(cell: Cell) -> str:
    """The cell as a reader of the sheet would copy it out: whole numbers without ".0", dates as 1991-04-12."""
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case float() if cell.is_integer() and abs(cell) < 1e16:
            return str(int(cell))
        case datetime.datetime() if cell.time() == datetime.time():
            return cell.date().isoformat()
        case datetime.datetime() | datetime.date() | datetime.time():
            return cell.isoformat()
        case _:
            return str(cell)


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import python_calamine

    wanted = json.loads(sys.stdin.buffer.readline())
    with python_calamine.load_workbook(io.BytesIO(sys.stdin.buffer.read())) as workbook:
        if not workbook.sheet_names or (wanted is not None and wanted not in workbook.sheet_names):
            print(json.dumps({"no_such_sheet": True}))
            return
        sheet = workbook.get_sheet_by_name(workbook.sheet_names[0] if wanted is None else wanted)
        number = sheet.start[0] if sheet.start else 0
        for row in sheet.to_python(skip_empty_area=True) if sheet.start else []:
            number += 1
            print(json.dumps([number, *map(written, row)]))
        print(json.dumps({"done": True}))


if __name__ == "__main__":
    try:
        main()
    except BaseException:  # a panic of the parser is no Exception; whatever it says may hold a cell, so nothing is said
        sys.exit(3)
