# The manual: every quotation of the glass is its own text, every guide quotes the same in each language, every code and
# every reason not to use it stands in it; the pictures are the panel's.

from __future__ import annotations

import re

import pytest

from tools.image import languages
from tools.manual import pictures, source
from tools.panel.examples import EXAMPLES, draw, make_status
from tools.scenario import schema

ENGLISH = languages.FIRST
LANGUAGES = languages.languages()
PAGES = sorted(path.relative_to(source.FOLDER).as_posix() for path in source.FOLDER.rglob("*.md"))
# A test of the same words in firmware/languages/ says why.
NO_LYE = {"fr": r"\bsoude\b", "es": r"\bsoda\b", "it": r"\bsoda\b", "pt": r"\bsoda\b", "pl": r"\bsod\w+(?! oczyszcz)"}
BAKING = {"en": "baking soda", "de": "Natron", "fr": "bicarbonate", "es": "bicarbonato", "it": "bicarbonato",
          "pt": "bicarbonato", "nl": "zuiveringszout", "pl": "sody oczyszczonej"}  # fmt: skip
CLAIMS = {
    "en": r"\b(safe|harmless|certified|approved)\b",
    "de": r"\b(sicher|harmlos|zertifiziert|zugelassen)\b",
    "fr": r"\b(sûr|sans danger|certifié|approuvé)\b",
    "es": r"\b(seguro|inofensivo|certificado|aprobado)\b",
    "it": r"\b(sicuro|innocuo|certificato|approvato)\b",
    "pt": r"\b(seguro|inofensivo|certificou|aprovou)\b",
    "nl": r"\b(veilig|onschadelijk|gecertificeerd|goedgekeurd)\b",
    "pl": r"\b(bezpieczn\w+|nieszkodliw\w+|certyfikował|zatwierdził)\b",
}
DENIAL = {"en": r"nobody|not", "de": r"niemand", "fr": r"personne|pas sûr", "es": r"nadie|no lo sabe seguro",
          "it": r"nessuno", "pt": r"ninguém", "nl": r"niemand", "pl": r"nikt"}  # fmt: skip


def quotes(text: str) -> list[str]:
    return [" ".join(quote.split()) for quote in source.QUOTE.findall(text)]


def keys_of(quote: str, texts: dict[str, str]) -> set[str]:
    """The keys whose text, or a whole sentence of it, this is."""
    return {key for key, text in texts.items() if quote == text or quote in re.split(r"(?<=[.?]) ", text)}


def strange(text: str, name: str) -> list[str]:
    return [quote for quote in quotes(text) if not keys_of(quote, source.texts(name))]


def test_a_quotation_that_the_glass_does_not_say_is_found() -> None:
    assert strange("`Where?` and `Wo?` and `Both hands\nin, flat`", "en") == ["Wo?"]
    assert strange("`Look, moisturise.`", "en") == []
    assert strange("`Look`", "en") == ["Look"]


@pytest.mark.parametrize("page", PAGES)
def test_every_quotation_of_the_glass_is_what_it_says(page: str) -> None:
    text = (source.FOLDER / page).read_text("utf-8")
    assert strange(text, source.language_of(page)) == [], page


def test_there_is_a_guide_in_every_language_and_it_is_no_other() -> None:
    assert {source.language_of(page) for page in PAGES} == set(LANGUAGES)
    assert [name for name in LANGUAGES if not source.quick(name).is_file()] == []
    assert {page.removesuffix(".md") for page in PAGES if "quick" not in page} == set(source.PAGES)


@pytest.mark.parametrize("name", LANGUAGES)
def test_every_guide_is_built_as_the_english_one_and_quotes_the_same(name: str) -> None:
    own, english = (source.quick(one).read_text("utf-8") for one in (name, ENGLISH))
    assert source.SCREEN.findall(own) == source.SCREEN.findall(english)
    for form in (r"^#+ ", r"^- ", r"^\d+\. ", r"^\| ", r"^<!-- page -->$"):
        assert len(re.findall(form, own, re.M)) == len(re.findall(form, english, re.M)), form
    theirs = [keys_of(quote, source.texts(ENGLISH)) for quote in quotes(english)]
    assert len(theirs) > 25
    for quote, keys in zip(quotes(own), theirs, strict=True):
        assert keys_of(quote, source.texts(name)) & keys, (quote, keys)


@pytest.mark.parametrize("name", LANGUAGES)
def test_every_guide_says_soda_so_that_nobody_takes_lye_and_claims_nothing(name: str) -> None:
    text = source.quick(name).read_text("utf-8")
    assert BAKING[name] in text
    assert name not in NO_LYE or re.findall(NO_LYE[name], text.lower()) == []
    sentences = re.split(r"(?<=[.?;])\s|\n\n", text.lower())
    claims = [sentence for sentence in sentences if re.search(CLAIMS[name], sentence)]
    assert [claim for claim in claims if not re.search(DENIAL[name], claim)] == []
    assert len(claims) > 0, "that nobody has certified it"


@pytest.mark.parametrize("name", [name for name in LANGUAGES if name != ENGLISH])
def test_every_translation_says_who_has_read_it(name: str) -> None:
    last = source.quick(name).read_text("utf-8").strip().rpartition("\n\n")[2]
    assert last.startswith("*") and last.endswith("*") and len(last) > 100


def test_every_code_is_on_the_page_of_messages() -> None:
    codes = {schema.fault_label(code) for code in schema.fault_codes().values() if code}
    told = re.findall(r"^\| ([SFCRL]\d\d) \| [^|]{8,} \|", source.page("messages.md"), re.M)
    assert len(codes) > 60
    assert sorted(told) == sorted(codes)


def test_a_screen_is_the_panels_in_its_language_and_leaves_english() -> None:
    german = pictures.screen("de", "hands_in")
    assert german.png.startswith(b"\x89PNG") and "Beide Hände flach rein" in german.words
    assert pictures.screen("en", "hands_in").png != german.png
    before = bytes(draw(make_status("hands_in")))
    pictures.screen.cache_clear()
    pictures.screen("pl", "hands_in")
    assert bytes(draw(make_status("hands_in"))) == before
    with pytest.raises(pictures.PictureError, match="examples"):
        pictures.screen("en", "no_such_screen")


def test_every_picture_of_the_manual_is_a_screen_and_the_whole_way_is_shown() -> None:
    shown = {page: source.SCREEN.findall((source.FOLDER / page).read_text("utf-8")) for page in PAGES}
    assert [name for names in shown.values() for name in names if name not in EXAMPLES] == []
    assert {"press_stop", "first_1", "hands_in", "run", "paused", "burns", "care_hands"} <= set(shown["quick.md"])
    assert len(shown["treatment.md"]) >= 10


# Who must not use it, and not so: a word of each.
EXCLUDED = (
    "pacemaker", "defibrillator", "stimulator", "pump", "worn", "pregnancy", "epilepsy", "heart condition",
    "irregular heartbeat", "thrombosis", "tumour", "infected", "inflamed", "eczema", "wounded", "numb",
    "disease of the nerves", "plates, screws or joints", "IUD", "IUS", "nickel", "nail polish", "hand cream",
    "deodorant", "shaved", "alcohol", "sedatives", "jewellery",
)  # fmt: skip


@pytest.mark.parametrize("word", EXCLUDED)
def test_before_you_begin_is_as_complete_as_the_checklist(word: str) -> None:
    text = " ".join((source.FOLDER / "before.md").read_text("utf-8").lower().split())
    assert word.lower() in text


def test_no_word_of_the_checklist_on_the_glass_is_missing_before() -> None:
    """Each thing that the long checklist names stands on the page too, by the beginning of its word."""
    text = (source.FOLDER / "before.md").read_text("utf-8").lower()
    said = " ".join(t for key, t in source.texts(ENGLISH).items() if key.startswith("PAGE_")).lower()
    small = {"device", "body", "have", "that", "there", "small", "breaks", "taken", "just", "they", "with", "other",
             "skin", "beat", "condition"}  # fmt: skip
    things = {word[:5] for word in re.findall(r"[a-z]{4,}", said) if word not in small}
    assert len(things) > 30
    assert sorted(thing for thing in things if thing not in text) == []
