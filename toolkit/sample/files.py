"""Files whose bytes depend on nothing but their content: no time stamps, no library's name or locale."""

import gzip
import io
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_WORKBOOK = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font/></fonts>'
    '<fills count="1"><fill><patternFill/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}


def csv(path: Path, frame: pd.DataFrame, *, encoding: str = "utf-8", date_format: str | None = None) -> Path:
    """Comma-separated; gzipped when the name ends in .gz."""
    data = frame.to_csv(index=False, lineterminator="\n", date_format=date_format).encode(encoding)
    path.write_bytes(gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)
    return path


def parquet(path: Path, frame: pd.DataFrame) -> Path:
    """Parquet without pandas' own metadata."""
    table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
    pq.write_table(table, path, compression="snappy", store_schema=False)
    return path


def xlsx(path: Path, frame: pd.DataFrame, *, sheet: str) -> Path:
    """A workbook of one sheet; times are true date cells, a blank is no cell."""
    rows = [frame.columns, *frame.astype(object).where(frame.notna(), None).itertuples(index=False)]
    cells = ("".join(map(_cell, row)) for row in rows)
    body = "".join(f"<row>{row}</row>" for row in cells)
    parts = _WORKBOOK | {
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name="{escape(sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData></worksheet>',
    }
    with io.BytesIO() as buffer:
        with zipfile.ZipFile(buffer, "w") as book:  # stored, not deflated: zlib builds differ in what they write
            for name, text in parts.items():
                book.writestr(zipfile.ZipInfo(name), _HEAD + text)
        path.write_bytes(buffer.getvalue())
    return path


def _cell(value: object) -> str:
    if value is None:
        return "<c/>"
    if isinstance(value, pd.Timestamp):
        return f'<c s="1"><v>{(value - pd.Timestamp("1899-12-30")) / pd.Timedelta("1D")!r}</v></c>'
    if isinstance(value, str):
        return f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f"<c><v>{value}</v></c>"
