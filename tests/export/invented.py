"""An executed review of an invented client: two languages, tiles, a table, a figure, a triangle, notes and sources."""

from nbformat.v4 import new_code_cell, new_notebook

from tests.export.example import about, code, fact, shown, words

LANGUAGES = ("zh", "en")
TILES = (
    (("月活跃用户", "Monthly active users"), ("4.12万", "41.2K"), ("较9月 +8.6%", "+8.6% on September"),
     ("目标4.0万 · 达到正常线", "target 40.0K · normal"), (0.1, 0.3, 0.5, 0.7, 1), ""),
    (("次日留存率", "Day-1 retention"), ("27.4%", "27.4%"), ("较9月 −1.9个百分点", "−1.9 pp on September"),
     ("95%区间 26.8–28.1% · n=18,204", "95% interval 26.8–28.1% · n=18,204"), (0.8, 1, 0.7, 0.9, 0.1), "fail"),
    (("支付转化率", "Purchase conversion"), ("9.8%", "9.8%"), ("较9月 +0.4个百分点", "+0.4 pp on September"),
     ("目标9.0% · 优良", "target 9.0% · good"), (0.1, 0.4, 0.5, 0.8, 1), ""),
    (("单个拉新成本", "Cost per new user"), ("¥18.60", "¥18.60"), ("较9月 +14.1%", "+14.1% on September"),
     ("目标不高于¥20 · 达到正常线", "target at most ¥20 · normal"), (0.1, 0.3, 0.4, 0.4, 1), ""),
)  # fmt: skip
ROWS = (
    ("新增用户", "New users", "18,204", "16,870", "+7.9%", "15,000", "exceeded"),
    ("月活跃用户", "Monthly active users", "41,230", "37,960", "+8.6%", "40,000", "normal"),
    ("活跃度 DAU/MAU", "Stickiness DAU/MAU", "0.061", "0.059", "+3.4%", "–", ""),
    ("次日留存率", "Day-1 retention", "27.4%", "29.3%", "−1.9 pp", "30.0%", "fail"),
    ("七日留存率", "Day-7 retention", "11.2%", "11.5%", "−0.3 pp", "10.0%", "normal"),
    ("支付转化率", "Purchase conversion", "9.8%", "9.4%", "+0.4 pp", "9.0%", "good"),
    ("净成交额", "Net revenue", "¥318,204", "¥284,110", "+12.0%", "¥300,000", "normal"),
    ("单个拉新成本", "Cost per new user", "¥18.60", "¥16.30", "+14.1%", "¥20.00", "normal"),
)
HEADS = (
    ("指标", "10月", "9月", "变化", "正常线", "结果"),
    ("Metric", "October", "September", "Change", "Normal", "Result"),
)
LINES = {"fail": "不及格", "normal": "正常", "good": "优良", "exceeded": "超额"}
WEEKS = (("9月第1周", "1 Sep", (31, 21, 18)), ("9月第2周", "8 Sep", (31, 21)), ("9月第3周", "15 Sep", (32, 20)))


def review():
    """The whole notebook."""
    return new_notebook(
        cells=[
            *titled("# 小程序运营复盘", "# Mini-program review"),
            new_code_cell('period = "2026-10"', execution_count=1, metadata={"tags": ["parameters"]}),
            code(*header()),
            code(*answer(), *shown(*tiles(), facts=[fact()])),
            *titled("## 指标与目标\n\n率的变化以百分点计。", "## Metrics and targets\n\nRates change by points."),
            code(*shown(*targets(), facts=[fact(), fact("d7_retention", 0.112)])),
            *titled("## 来的人多了吗?\n\n一天内来过的人。", "## Are more people coming?\n\nDistinct people in a day."),
            code(*trend(), *shown(*curve())),
            *titled("## 他们回来吗?\n\n空白是尚未到期。", "## Do they come back?\n\nBlank is not yet observable."),
            code(*returned(), *shown(*triangle()), *note()),
            *titled("## 他们买吗?", "## Do they buy?"),
            code(*shown('<p class="nodata">没有订单数据。</p>', '<p class="nodata">No orders given.</p>')),
            *steps(),
            code(*sources(), about()),
        ],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )


def titled(zh, en):
    """The same words for both readers."""
    return words(zh, "zh"), words(en, "en")


def header():
    """The finding and the period."""
    zh = "<h1>2026年10月:更多人来了,但回来的少了一些</h1><p>2026年10月1日至31日(完整月) · 北京时间</p>"
    en = "<h1>October 2026: more people came, fewer came back</h1><p>1–31 October 2026 (complete) · Beijing time</p>"
    return shown(zh, en, role="header")


def answer():
    """What happened and why."""
    return shown(
        '<p class="answer">新增用户<b>18,204人</b>,比9月多7.9%,超过目标;净成交额<b>¥31.8万</b>,达到正常线。'
        "次日留存率降到<b>27.4%</b>,低于30%的正常线:主要来自国庆活动带来的新用户。</p>",
        '<p class="answer"><b>18,204</b> new users, 7.9% more than in September and above target; net revenue of '
        "<b>¥318K</b> reached its normal line. Day-1 retention fell to <b>27.4%</b>, below the line of 30%: mostly "
        "users who came with the holiday campaign.</p>",
    )


def tiles():
    """Four headline numbers."""
    return [f'<ul class="kpi">{"".join(tile(n, *values) for values in TILES)}</ul>' for n in range(2)]


def tile(n, label, value, change, target, heights, state):
    """One headline number as claims draw it."""
    points = [(i * 19.2, 26 - 22 * height) for i, height in enumerate(heights)]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    end = '<circle cx="{:.1f}" cy="{:.1f}" r="2.4"/>'.format(*points[-1])
    return (
        f'<li class="{state}"><p class="l">{label[n]}</p><p class="v">{value[n]}</p>'
        f'<svg class="spark" viewBox="0 0 100 28" aria-hidden="true"><polyline points="{line}"/>{end}</svg>'
        f'<p class="c">{change[n]}</p><p class="t">{target[n]}</p></li>'
    )


def framed(label, table):
    """A table in its frame."""
    return f'<div class="scroll" tabindex="0" role="region" aria-label="{label}">{table}</div>'


def heads(names):
    """The line of column names."""
    cells = "".join(f'<th scope="col">{name}</th>' for name in names)
    return f"<thead><tr>{cells}</tr></thead>"


def targets():
    """A table of metrics against their lines."""
    for n, label in enumerate(("指标与目标", "Metrics and targets")):
        body = ""
        for *names, now, before, change, normal, line in ROWS:
            change = change if n else change.replace(" pp", "个百分点")
            cells = "".join(f"<td>{cell}</td>" for cell in (now, before, change, normal))
            verdict = f'<span class="line {line}">{line if n else LINES[line]}</span>' if line else "–"
            body += f'<tr><th scope="row">{names[n]}</th>{cells}<td>{verdict}</td></tr>'
        yield framed(label, f"<table>{heads(HEADS[n])}<tbody>{body}</tbody></table>")


def trend():
    """The sentence above the curve."""
    return shown(
        '<p class="claim">多了。10月日均活跃用户2,518人,比9月高11.2%;国庆七天最高3,312人。</p>',
        '<p class="claim">Yes. 2,518 daily users on average, 11.2% more than in September; 3,312 at the holiday.</p>',
    )


def curve():
    """A figure as the figures draw it: 680 units wide, its text left to the page's style sheet."""
    heights = [180 - (i * 37 % 50) - (70 if 61 <= i <= 67 else 0) for i in range(92)]
    line = " ".join(f"{60 + i * 6.2:.1f},{y}" for i, y in enumerate(heights))
    grid = ""
    for y, tick in ((20, "3,500"), (100, "2,500"), (180, "1,500")):
        grid += f'<path d="M60 {y}H624" stroke="#e6eaee"/>'
        grid += f'<text x="52" y="{y}" dy="0.35em" text-anchor="end" fill="#5b6673">{tick}</text>'
    labels = ("日活跃用户:国庆期间最高3,312,月末2,594", "Daily users: 3,312 at the holiday, 2,594 at the end")
    captions = ("日活跃用户。来源:访问日志,81,234条。", "Daily active users. Source: event log, 81,234 rows.")
    for label, caption, months in zip(labels, captions, (("8月", "9月", "10月"), ("Aug", "Sep", "Oct")), strict=True):
        axis = "".join(
            f'<text x="{x}" y="200" dy="0.8em" fill="#5b6673">{month}</text>'
            for x, month in zip((60, 252, 438), months, strict=True)
        )
        yield (
            f'<figure><svg viewBox="0 0 680 224" role="img" aria-label="{label}">{grid}{axis}'
            f'<polyline points="{line}" fill="none" stroke="#0f766e" stroke-width="2"/>'
            '<text x="632" y="150" class="t-strong" fill="#0f766e">2,594</text></svg>'
            f"<figcaption>{caption}</figcaption></figure>"
        )


def returned():
    """The sentence above the triangle."""
    return shown(
        '<p class="claim">国庆周的用户留存低约3个百分点 <small>(95%区间 1.8–4.1,n=3,994)</small>。</p>',
        '<p class="claim">The holiday week came back 3 points less <small>(95% interval 1.8–4.1, n=3,994)</small>.</p>',
    )


def triangle():
    """A retention triangle as a table with tinted cells."""
    for n, (label, first) in enumerate((("周留存率", "首次访问"), ("Weekly retention", "First visit"))):
        body = ""
        for *names, shares in WEEKS:
            cells = "".join(f'<td style="{tint(share)}">{share}</td>' for share in shares)
            body += f'<tr><th scope="row">{names[n]}</th>{cells}{"<td></td>" * (3 - len(shares))}</tr>'
        table = f'<table class="heat">{heads((first, 1, 2, 3))}<tbody>{body}</tbody></table>'
        yield framed(label, table)


def tint(share):
    """Ground and ink of one cell."""
    return "background:#1f7a72;color:#ffffff" if share > 25 else "background:#b9dad6;color:#1f2933"


def note():
    """The analyst's own words."""
    return shown(
        '<p class="note">国庆带来一次性用户。</p>', '<p class="note">The holiday brought one-time visitors.</p>'
    )


def steps():
    """What to do: the analyst's markdown with a list and links."""
    platform = "https://developers.weixin.qq.com/"
    return titled(
        f"## 下一步\n\n- **回访**国庆新用户,先看 [指标](#s2)。\n- 停止成本最高的渠道。\n\n资料:[平台文档]({platform})",
        "## What next\n\n- **Call back** the holiday's users, see [the metrics](#s2).\n- Stop the dearest channel."
        f"\n\nSee the [platform]({platform}).",
    )


def sources():
    """Inputs, definitions and versions."""
    return shown(
        "<dl><dt>输入</dt><dd>events 81,234行 sha256 4f1c…9ae2 · orders 6,120行 sha256 77b0…c41d</dd>"
        "<dt>口径</dt><dd>完整自然日,T+1</dd><dt>版本</dt><dd>toolkit 0.1.0 · pandas 3.1.1</dd></dl>",
        "<dl><dt>Inputs</dt><dd>events 81,234 rows sha256 4f1c…9ae2 · orders 6,120 rows sha256 77b0…c41d</dd>"
        "<dt>Definitions</dt><dd>complete days, T+1</dd><dt>Versions</dt><dd>toolkit 0.1.0 · pandas 3.1.1</dd></dl>",
        role="footer",
    )
