"""From bytes to the encoding that they are text in."""

import codecs

from kpiplan.exports.files.containers import unread
from kpiplan.exports.refusal import RefusalError
from kpiplan.exports.results import Joined, Note
from kpiplan.tuples import NamedTuple

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8 with BOM"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16LE"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16BE"),
)

# Characters that texts and exports of each language are full of. Bytes of one encoding often decode in
# another, but then to rare characters: the share of frequent ones tells them apart.
HANGUL = (
    "이다는의에가을를하고지로기사대한인수리자도일서정시원부장어전스해구안나주제상보아공비용동신성치선만조여개회문무소화국재과유라연미생관"
    "방발명월년계합매출객날짜광클릭율률평균노순위캠페입총액건단분류담당완료잠적격마케팅영업번호름메태업형고내외금드데검색색키워순요약직팀"
)
KANJI = (
    "日付年月表示回数掲載順位売上受注金額費用商談成約契顧客見込訪問件名会社担当者作成完了状況区分合計"
    "東京大株式失部門種別時間進行中"
)
SIMPLIFIED = (
    "的一是不了在人有中大来上国个到说为子和地出道也时年得要下以生会自着去之过家学对可里后小多天而能好都日于起还发成事只作当看文无开手用主行方"
    "如前所本见经面公同从动两长知分将外高意进法实二理美点月明其种全工者部正名定力机等业最间新位因重电第相次平信关并内加化由代产入先水万市体别"
    "总场比住员性通目报立件安表期展示击排名访问线索潜客户商赢单费花额订购销售营收量渠网站搜索广告跳均转率省区杭州北京海深圳科技有限司张王李刘陈"
)
TRADITIONAL = (
    "的一是不了在人有中大來上國個到說為子和地出道也時年得要下以生會自著去之過家學對可裡後小多天而能好都日於起還發成事只作當看文無開手用主行方"
    "如前所本見經面公同從動兩長知分將外高意進法實二理美點月明其種全工者部正名定力機等業最間新位因重電第相次平信關並內加化由代產入先水萬市體別"
    "總場比住員性通目報立件安表期展示擊排名訪問話線索潛客戶商贏單費花額訂購銷售營收量管道網站搜尋廣告活均轉率台北中高雄新竹科技限司張王李劉陳"
)
WESTERN = "àâäáãåæçèéêëìíîïñòóôöõøœßùúûüÀÂÄÁÃÅÇÈÉÊËÍÎÑÓÔÖÕØÜÚ€£°«»“”\u2018\u2019\u2013\u2014…®™ºª¿¡·\xa0"
CANDIDATES = (
    ("cp949", "cp949", frozenset(HANGUL)),
    ("cp932", "Shift_JIS", frozenset(KANJI)),
    ("gb18030", "GB18030", frozenset(SIMPLIFIED)),
    ("cp950", "Big5", frozenset(TRADITIONAL)),
    ("cp1252", "Windows-1252", frozenset(WESTERN)),
)
LIKELY = 0.35  # the least share of frequent characters
CLEAR = 0.08  # and the lead over the next encoding
SCORED_CHARACTERS = 4000


class Encoding(NamedTuple):
    """A codec of Python and the name under which users know it."""

    codec: str
    label: str


def detect(head: bytes, stated: str | None = None) -> Encoding:
    """The encoding of a file that begins with `head`.

    Raises RefusalError for what is no text, for a stated encoding that does not exist or fit, and where two
    encodings are about as likely.
    """
    _refuse_binary(head)
    if stated is not None:
        return _stated(head, stated)
    for bom, codec, label in BOMS:
        if head.startswith(bom):
            return Encoding(codec, label)
    if b"\0" in head:
        return _utf16_without_bom(head)
    if _decoded(head, "utf-8") is not None:
        return Encoding("utf-8", "UTF-8")
    return _likeliest(head)


def _refuse_binary(head: bytes) -> None:
    if what := unread(head):
        raise RefusalError("unnamed-parquet") if what == "parquet" else RefusalError("other-format", what=Note(what))


def _stated(head: bytes, stated: str) -> Encoding:
    try:
        codec = codecs.lookup(stated).name
        readable = _decoded(head, codec) is not None
    except (LookupError, TypeError):
        raise RefusalError("unknown-encoding", stated=stated) from None
    if not readable:
        raise RefusalError("other-encoding", stated=stated)
    return Encoding("utf-8-sig" if codec == "utf-8" else codec, stated)


def _utf16_without_bom(head: bytes) -> Encoding:
    even, odd = head[0::2].count(0), head[1::2].count(0)
    for zeros, others, codec, label in (
        (odd, even, "utf-16-le", "UTF-16LE"),
        (even, odd, "utf-16-be", "UTF-16BE"),
    ):
        if zeros > len(head) // 5 and others == 0:
            return Encoding(codec, label)
    raise RefusalError("nul-bytes")


def _decoded(data: bytes, codec: str) -> str | None:
    """The text, None where the bytes are none; a last character that is cut off is forgiven."""
    try:
        return codecs.getincrementaldecoder(codec)("strict").decode(data, False)
    except (UnicodeDecodeError, UnicodeError):
        return None


def _likeliest(head: bytes) -> Encoding:
    scores = sorted(
        (
            (_score(text, codec, frequent), codec, label)
            for codec, label, frequent in CANDIDATES
            if (text := _decoded(head, codec)) is not None
        ),
        reverse=True,
    )
    if not scores or _control_characters(head):
        raise RefusalError("no-encoding")
    best = scores[0]
    if best[0] < LIKELY or (len(scores) > 1 and best[0] - scores[1][0] < CLEAR):
        raise RefusalError(
            "undecided-encoding", encodings=Joined(tuple(label for _, _, label in scores[:3]), either=True)
        )
    return Encoding(best[1], best[2])


def _control_characters(head: bytes) -> bool:
    return sum(head.count(code) for code in range(1, 32) if code not in (9, 10, 11, 12, 13)) > len(head) // 200


def _score(text: str, codec: str, frequent: frozenset[str]) -> float:
    """The share of characters beyond ASCII that the codec's language is full of (rare ones count against)."""
    total = points = 0.0
    before = ""
    for char in (c for c in text if ord(c) > 127 or codec == "cp1252"):
        if ord(char) > 127:
            total += 1
            points += _points(char, before, codec, frequent)
            if total >= SCORED_CHARACTERS:
                break
        before = char
    return points / total if total else 0.0


def _points(char: str, before: str, codec: str, frequent: frozenset[str]) -> float:
    if codec == "cp1252":  # letters with accents stand alone among plain ones
        return 1.0 if char in frequent and (not before or ord(before) < 128) else -0.5
    if char in frequent:
        return 1.0
    if codec == "cp949" and "가" <= char <= "힣":
        return 0.4
    if codec == "cp932" and "\u3041" <= char <= "\u30fc":
        return 1.0
    if "\u3000" <= char <= "\u301f" or "\uff01" <= char <= "\uff60":  # CJK punctuation, full-width letters
        return 0.3
    return -0.5 if not "\u4e00" <= char <= "\u9fff" else 0.0
