"""Read a table of offers row by row, in memory that does not grow with it: CSV here, the other kinds next door."""

from __future__ import annotations

import contextlib
import csv
import io
import itertools
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Final, Literal, TypeAlias

from pm_or_po.errors import InputError
from pm_or_po.reading.columns import ColumnChoice, count_known, find_columns, refuse_rows_above
from pm_or_po.reading.encoding import TextEncoding, find_encoding
from pm_or_po.reading.feeds import FeedTable, FolderTable
from pm_or_po.reading.jsonlines import JsonLinesTable
from pm_or_po.reading.packed import kind_of
from pm_or_po.reading.quotes import line_of_lone_mark
from pm_or_po.reading.table import (
    LONGEST_LINE,
    SAVE_AS_TABLE,
    Table,
    TableRow,
    in_chunks,
    is_blank,
    offer_of,
    open_text,
    opened,
)

DELIMITERS: Final = ",;\t|"
MOST_CHARACTERS: Final = 10_000_000  # of one cell; Python's own limit is 131,072, less than a long offer
# Short rows, and rows for one of them at most, that show a file's texts to be cut.
_LEAST_SHORT, _ROWS_A_SHORT = 2, 10
_SAMPLE = 262_144
_SAMPLE_RECORDS = 50
_MARKDOWN_ESCAPE = re.compile(r"\\[-_*+.#!&~`>|()\[\]{}]")
_MARKUP = re.compile(r"\s*<[?!a-z]", re.IGNORECASE)
Option: TypeAlias = Literal["choice", "encoding", "delimiter", "sheet"]
_Format: TypeAlias = Literal["folder", "feed", "workbook", "parquet", "lines", "csv"]
# Which options of ``open_table`` decide how a table is read; the others change nothing.
_OPTIONS: Final[Mapping[_Format, frozenset[Option]]] = {
    "folder": frozenset(),
    "feed": frozenset({"choice", "encoding"}),
    "workbook": frozenset({"choice", "sheet"}),
    "parquet": frozenset({"choice"}),
    "lines": frozenset({"choice", "encoding"}),
    "csv": frozenset({"choice", "encoding", "delimiter"}),
}
_BY_KIND: Final[Mapping[str, _Format]] = {
    ".json": "feed", ".xlsx": "workbook", ".xlsm": "workbook", ".parquet": "parquet", ".pq": "parquet",
    ".jsonl": "lines", ".ndjson": "lines",
}  # fmt: skip
_NAMED_DELIMITERS = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}


def open_table(
    path: str | os.PathLike[str],
    choice: ColumnChoice | None = None,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
) -> Table:
    """Look over a table of offers and return it, ready to be read row by row.

    The extension decides: ``.jsonl`` and ``.ndjson`` are JSON Lines, ``.json`` postings in a published format,
    ``.xlsx`` a workbook, ``.parquet`` Parquet, a folder its files, anything else CSV; ``.gz`` after one of the text
    kinds is gzip. The encoding is that of the byte order mark, else UTF-8, else Windows-1252; the delimiter is the one
    that yields the most known column names.

    Parameters
    ----------
    path : str or path-like
    choice : ColumnChoice, optional
        Columns the user named.
    encoding, delimiter : str, optional
        Used instead of what the file suggests.
    sheet : str, optional
        Of a workbook, instead of the first that is not hidden.

    Raises
    ------
    InputError
        If the file is missing, empty or no table of text, or no column holds the offers' text.
    """
    path = Path(path)
    choice = choice or ColumnChoice()
    if delimiter is not None:
        delimiter = _delimiter(delimiter)
    try:
        form = _format_of(path)
        if form == "folder":
            return FolderTable(path)
        if form == "feed":
            return FeedTable(path, choice, encoding)
        if form == "workbook":
            from pm_or_po.reading.workbook import WorkbookTable

            return WorkbookTable(path, choice, sheet)
        if form == "parquet":
            from pm_or_po.reading.parquet import ParquetTable

            return ParquetTable(path, choice)
        found = find_encoding(in_chunks(path), str(path), SAVE_AS_TABLE, encoding)
        if form == "lines":
            return JsonLinesTable(path, found, choice)
        return CsvTable(path, found, choice, delimiter)
    except OSError as error:
        raise InputError("unreadable", path=path, error=error) from error


def options_of(path: Path) -> frozenset[Option]:
    """Return which options of ``open_table`` decide how a table is read; the others change nothing.

    Raises
    ------
    InputError
        If there is no such file or folder.
    """
    return _OPTIONS[_format_of(path)]


def _format_of(path: Path) -> _Format:
    if not path.exists():
        raise InputError("no-table-file", path=path)
    if path.is_dir():
        return "folder"
    if not path.is_file():
        raise InputError("table-is-no-file", path=path)
    return _BY_KIND.get(kind_of(path), "csv")


def _delimiter(given: str) -> str:
    delimiter = _NAMED_DELIMITERS.get(given.lower(), given)
    if len(delimiter) != 1 or delimiter in '\r\n"':
        raise InputError("delimiter", delimiter=given)
    return delimiter


class CsvTable(Table):
    """A CSV or TSV file with a header."""

    def __init__(
        self, path: Path, encoding: TextEncoding, choice: ColumnChoice, delimiter: str | None
    ) -> None:
        with opened(path) as (content, _), open_text(content, encoding, newline="") as file:
            sample = file.read(_SAMPLE)
        if not sample.strip():
            raise InputError("empty", source=path)
        if _MARKUP.match(sample):
            raise InputError("table-is-a-page", path=path)
        first, _, rest = sample.partition("\n")
        # Spreadsheets may name the delimiter in a line before the header: sep=;
        self._first_line_names_delimiter = first.startswith("sep=") and len(first.rstrip("\r")) == 5
        if self._first_line_names_delimiter:
            delimiter, sample = delimiter or first[4], rest
        self.escape = "\\" if _escapes_backslashes(sample) else None
        self.delimiter = delimiter or _best_delimiter(sample, choice)
        header = next(iter(_records(sample, self.delimiter)), [])
        if header:
            header[0] = header[0].removeprefix("\ufeff")
        lone = sum(map(bool, map(str.strip, header))) == 1
        for one in (delimiter or DELIMITERS) if lone else self.delimiter:
            refuse_rows_above(_records(sample, one, blank=True), choice, str(path))
        layout = find_columns([name.strip() for name in header], choice, str(path))
        super().__init__(path, tuple(header), layout, encoding)
        rows = _records(sample, self.delimiter)[1:]
        quotes = re.search(rf'(?:^|{re.escape(self.delimiter)})"', sample, re.MULTILINE) is not None
        self._cuts_texts = not quotes and _cuts_texts(rows, len(header), layout.text)
        self._refuse_lone_marks()

    def _rows(self) -> Iterator[TableRow]:
        """Yield the rows in order; blank lines and rows are no rows, missing last cells are empty.

        A row with more cells than the header comes with an error, what is over joined to its last cell; so does one
        with fewer where the text is missing, since a line break outside quotation marks cuts a row so, and, in a file
        that has several such rows, the one before it, whose text is cut.

        Raises
        ------
        InputError
            If a cell is larger than 10,000,000 characters.
        """
        before: TableRow | None = None
        try:
            for row in self._rows_apart():
                if before is not None:
                    if self._cuts_off(before, row):
                        before = replace(before, error=InputError("text-cut-off"))
                    yield before
                before = row
        except InputError:
            if before is not None:
                yield before
            raise
        if before is not None:
            yield before

    def _cuts_off(self, before: TableRow, row: TableRow) -> bool:
        """Tell whether a row is the rest of the text that ends the one before."""
        short = row.error is not None and row.error.message_id == "too-few-cells"
        return (
            self._cuts_texts
            and short
            and before.error is None
            and not any(before.cells[self.layout.text + 1 :])
        )

    def _rows_apart(self) -> Iterator[TableRow]:
        """Yield the rows, each as it stands."""
        number = -1  # the header's
        with self._lines() as (lines, raw):
            reader = csv.reader(lines, delimiter=self.delimiter, escapechar=self.escape)
            line = first = 1 + self._first_line_names_delimiter
            for sheet_row in itertools.count(1):
                record = self._next(reader, line)
                if record is None:
                    break
                if not is_blank(record):
                    number += 1
                    if number:
                        self.position = raw.tell()
                        yield replace(self._row(number, sheet_row, record), line=line)
                line = first + reader.line_num

    @contextlib.contextmanager
    def _lines(self) -> Iterator[tuple[Iterator[str], BinaryIO]]:
        """Open the file; yield its lines from the header on, and the file itself, which counts what was read."""

        def from_header(file: io.TextIOWrapper) -> Iterator[str]:
            if self._first_line_names_delimiter:
                file.readline()
            while line := file.readline(LONGEST_LINE):
                if len(line) == LONGEST_LINE:
                    raise InputError("line-too-long-for-csv", path=self.path, most=LONGEST_LINE)
                yield line

        with opened(self.path) as (content, raw), open_text(content, self.encoding, newline="") as file:
            yield from_header(file), raw

    def _refuse_lone_marks(self) -> None:
        """Look over the whole file, so that no row is lost in a cell of another."""
        with (
            self._lines() as (lines, _),
            _long_cells(),
            contextlib.suppress(csv.Error),  # told with its row when rows are read
        ):
            line = line_of_lone_mark(lines, len(self.columns), self.delimiter, self.escape)
            if line is not None:
                raise InputError(
                    "lone-quotation-mark", path=self.path, line=line + self._first_line_names_delimiter
                )

    def _next(self, reader: Iterator[list[str]], line: int) -> list[str] | None:
        try:
            with _long_cells():
                return next(reader, None)
        except csv.Error as error:
            if "field limit" in str(error):
                raise InputError("cell-too-long", path=self.path, line=line, most=MOST_CHARACTERS) from error
            raise InputError("bad-csv", path=self.path, line=line, detail=error) from error

    def _row(self, number: int, sheet_row: int, record: list[str]) -> TableRow:
        width = len(self.columns)
        cells = (*record[:width], *[""] * (width - len(record)))
        error = None
        if any(record[width:]):
            cells = (*record[: width - 1], self.delimiter.join(record[width - 1 :]))
            error = InputError("too-many-cells", cells=len(record), columns=width, delimiter=self.delimiter)
        elif _is_short(record, width, self.layout.text):
            error = InputError("too-few-cells", cells=len(record), columns=width)
        offer = offer_of(cells, self.layout, sheet_row)
        return TableRow(number, cells, offer, error, sheet_row=sheet_row)


def _is_short(record: Sequence[str], width: int, text: int) -> bool:
    """Tell whether a row has fewer cells than there are columns, and no text."""
    return len(record) < width and not "".join(record[text : text + 1]).strip()


def _cuts_texts(rows: Sequence[Sequence[str]], width: int, text: int) -> bool:
    """Tell whether the first rows show that line breaks cut a file's texts: several are short.

    A single one may be a note at the end.
    """
    short = sum(_is_short(row, width, text) for row in rows)
    return short >= _LEAST_SHORT and short * _ROWS_A_SHORT >= len(rows)


@contextlib.contextmanager
def _long_cells() -> Iterator[None]:
    """Let the csv module read cells of ``MOST_CHARACTERS`` within the block; its limit is the whole process's."""
    before = csv.field_size_limit(MOST_CHARACTERS)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _escapes_backslashes(sample: str) -> bool:
    """Tell whether a file was written with a backslash before each backslash, as JobSpy's manual says to.

    Then the header is quoted too, backslashes come in pairs only, and some stand where Markdown has them, before a sign
    of its own.
    """
    runs = re.findall(r"\\+", sample.rstrip("\\"))
    in_pairs = all(len(run) % 2 == 0 for run in runs)
    return sample.startswith('"') and in_pairs and _MARKDOWN_ESCAPE.search(sample) is not None


def _records(sample: str, delimiter: str, *, blank: bool = False) -> list[list[str]]:
    """Return the first rows of a text, those that are blank only if asked."""
    records: list[list[str]] = []
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    with _long_cells(), contextlib.suppress(csv.Error):  # told with its row when the rows are read
        for record in itertools.islice(reader, _SAMPLE_RECORDS + 1):
            if blank or not is_blank(record):
                records.append(record)
    return records


def _best_delimiter(sample: str, choice: ColumnChoice) -> str:
    """Return the delimiter with the most known column names, then the one under which most rows fit."""
    scores: dict[str, tuple[int, float, int]] = {}
    for delimiter in DELIMITERS:
        header, *rest = _records(sample, delimiter) or [[]]
        known = count_known(header, choice)
        if len(sample) == _SAMPLE:
            rest = rest[:-1]  # the sample may cut it
        fitting = sum(len(record) == len(header) for record in rest) / max(len(rest), 1)
        scores[delimiter] = (known, fitting if known else 0.0, len(header))
    return max(scores, key=scores.__getitem__)
