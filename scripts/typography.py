"""How sentences are set in each language: the marks of the language guide that a program can check."""

import re
from collections.abc import Iterator, Mapping

_NB, _NNB = "\u00a0", "\u202f"
_PLACEHOLDER = re.compile(r"%\(\w+\)s")
_TAG = re.compile(r"<[A-Za-z/!]|&#?\w+;")
_HIDDEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_LATIN = re.compile(r"[A-Za-z](?:[A-Za-z0-9 ,;:?!.&/'’()–-]*[A-Za-z0-9)])?")

Rule = tuple[re.Pattern[str], str]

_RULES: Mapping[str, tuple[Rule, ...]] = {
    "en": (
        (re.compile('"'), "straight quotation marks; write “ … ”"),
        (re.compile("!"), "an exclamation mark"),
        (re.compile(r"(?i)\b(?!don['’]t know)(?:\w+n['’]t|\w+['’](?:re|ll|ve)|i['’]m|it['’]s)\b"), "a contraction"),
        (
            re.compile(r"\b(?:organis|authoris|recognis|[Ee]mail)"),
            "not the spelling of the United Nations",
        ),
    ),
    "fr": (
        (re.compile("[\"']"), "straight quotation mark or apostrophe; write « … » and ’"),
        (re.compile(rf"[^{_NB}](?=:(?:\s|$))|[^{_NB}](?=»)"), "no no-break space (U+00A0) before : or »"),
        (re.compile(rf"«(?!{_NB})"), "no no-break space (U+00A0) after «"),
        (re.compile(rf"[^{_NNB}](?=[;!?])"), "no narrow no-break space (U+202F) before ; ! ?"),
        (re.compile(rf"[^{_NB}%](?=%%)"), "no no-break space (U+00A0) before %"),
        (re.compile("!"), "an exclamation mark"),
        (re.compile(r"\.\.\."), "three points; write …"),
    ),
    "es": (
        (re.compile("[\"']"), "straight quotation mark; write “ … ”"),
        (re.compile("«|»"), "« »; write “ … ”"),
        (re.compile(r"\s(?=[:;?!])"), "a space before : ; ? !"),
        (re.compile("!"), "an exclamation mark"),
        (re.compile(r"\.\.\."), "three points; write …"),
    ),
    "ar": (
        (re.compile("[,;?]"), "a Latin , ; or ?; write ، ؛ ؟"),
        (re.compile(r"\s(?=[،؛؟:.])"), "a space before a mark"),
        (re.compile("\u0640"), "a tatweel"),
        (re.compile("[٠-٩۰-۹]"), "digits other than 0–9"),
        (re.compile('["“”]'), "other quotation marks than « … »"),
        (re.compile(r"«\s|\s»"), "a space inside « »"),
        (re.compile("!"), "an exclamation mark"),
    ),
}
_ENDINGS: Mapping[str, str] = {"؟": "?", "؛": ";", "،": ","}
_MARKS = frozenset(".?!:;…,")


def ending(sentence: str) -> str:
    """The mark at the end, the same for all languages; empty when it ends in a word."""
    last = sentence.rstrip(f" {_NB}{_NNB}»”)")[-1:]
    last = _ENDINGS.get(last, last)
    return last if last in _MARKS else ""


def faults(tag: str, text: str) -> Iterator[str]:
    """What is set wrongly in a sentence of a language."""
    if _TAG.search(text):
        yield "a tag or an entity"
    if _HIDDEN.search(text):
        yield "an invisible character"
    if text != text.strip(" \n") or "  " in text:
        yield "a space too many"
    bare = _PLACEHOLDER.sub("0", text)
    if tag == "ar":
        bare = _LATIN.sub("0", bare)
        bare = re.sub(r"(?<=\d)[,.](?=\d)", "", bare)
    for pattern, fault in _RULES[tag]:
        if pattern.search(bare):
            yield fault
    if tag == "es" and (bare.count("?") != bare.count("¿") or bare.count("!") != bare.count("¡")):
        yield "¿ ? not in pairs"
