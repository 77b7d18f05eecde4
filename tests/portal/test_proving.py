"""The ledger in public, and the page that checks a proof: the same verdicts as the independent verifier's."""

from __future__ import annotations

import base64
import hashlib
import json
import random
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from tests.cast import Cast
from tests.verifier.proofs import BODIES, HEARD, KEY, PUBLIC, changed, proof
from wolaiban.ledger import notes, signing, verifier
from wolaiban.ledger.checkpoints import make

ROOT = Path(verifier.__file__).parent.parent
SCRIPTS = ROOT / "portal" / "static" / "portal" / "proving"
SM3, VERIFIER = ((SCRIPTS / name).read_text(encoding="utf-8") for name in ("sm3.js", "verifier.js"))
ASK = """
const cases = JSON.parse(require("fs").readFileSync(0, "utf8"));
(async () => {
  const out = [];
  for (const [proof, key] of cases) {
    try { out.push(await Proofs.check(new Uint8Array(Buffer.from(proof, "base64")), key)); }
    catch (why) { out.push(why instanceof Proofs.Refused ? null : String(why)); }
  }
  console.log(JSON.stringify(out));
})();
"""


@pytest.fixture(autouse=True)
def _folder(settings: LazySettings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    settings.CHECKPOINTS_DIR = tmp_path / "checkpoints"


def in_the_browser(asked: list[tuple[bytes, str]]) -> list[object]:
    """What the page's script says; Node has the same WebCrypto."""
    node = shutil.which("node")
    assert node is not None
    given = json.dumps([(base64.b64encode(content).decode(), key) for content, key in asked])
    script = SM3 + VERIFIER + ASK  # in one scope, as on the page
    ran = subprocess.run([node, "-e", script], input=given, capture_output=True, text=True, check=True)
    said: list[object] = json.loads(ran.stdout)
    return said


def by_the_verifier(content: bytes, key: str) -> object:
    try:
        proven = verifier.check(content, key)
    except verifier.Refused:
        return None
    return proven._asdict() | {"words": [words._asdict() for words in proven.words]}


def asked_about() -> list[tuple[bytes, str]]:
    """Sound ones of every small size, others written awry, and a small one with each of its bytes changed."""
    sound = [proof(size=size, index=index) for size in (1, 2, 3, 5, 8) for index in range(size)]
    content, told = proof(), json.loads(proof())
    unheard: list[list[object]] = [[None], [{}], [[]], [HEARD | {"body": BODIES[1].decode()}]]
    sound.append(proof(algs=("sm3+ed25519", "sha256+ed25519", "sm3+ed25519")))
    awry = [
        *(changed(content, index=index) for index in (-1, 0, 5, 3 + 2**40)),
        *(changed(content, path=path) for path in ([], told["path"][1:], [*told["path"], "00"], [None] * 3)),
        *(changed(content, events=events) for events in ([], told["events"][1:], [None], [["", ""]])),
        *(changed(content, words=[HEARD | wrong]) for wrong in ({"seq": 0}, {"seq": 9}, {"words": ""}, {"more": 1})),
        *(changed(content, words=words) for words in unheard),
        content[:-1], content + b"\n", b"\xef\xbb\xbf" + content, json.dumps(told).encode(), b"", b"7\n", b"null\n",
        proof(origin="wolaiban/XX"),
    ]  # fmt: skip
    small, dice = proof(size=2, index=1, bodies=BODIES[:1], algs=("sha256+ed25519",)), random.Random(7)
    for place in range(len(small)):
        flipped = bytearray(small)
        flipped[place] ^= dice.randint(1, 255)
        awry.append(bytes(flipped))
    strangers = [
        PUBLIC[:-1],
        "",
        "x",
        str(notes.Verifying("wolaiban/FS", bytes(32))),
        PUBLIC.replace("FS", "XX"),
    ]
    return [*((one, PUBLIC) for one in [*sound, *awry]), *((content, key) for key in strangers)]


def test_the_page_gives_the_same_verdicts_as_the_verifier() -> None:
    asked = asked_about()

    said = in_the_browser(asked)

    assert said == [by_the_verifier(content, key) for content, key in asked]
    assert sum(one is not None for one in said) == 20


def test_its_sm3_is_the_standard_one() -> None:
    lengths = [*range(70), 119, 120, 128, 1000]
    script = SM3 + "for (const n of JSON.parse(process.argv[1]))"
    script += ' console.log(Buffer.from(sm3(new Uint8Array(n).map((_, at) => at * 7))).toString("hex"));'

    ran = subprocess.run(
        ["node", "-e", script, json.dumps(lengths)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip

    told = [bytes(at * 7 % 256 for at in range(length)) for length in lengths]
    assert ran.stdout.split() == [hashlib.new("sm3", content).hexdigest() for content in told]


def test_the_latest_checkpoints_and_the_key_are_there_for_everybody(cast: Cast) -> None:
    cast.report()
    made = make()
    browser = Client()

    page = browser.get("/ledger/").content.decode()

    assert str(signing.public_key()).replace("+", "&#x2B;") in page or str(signing.public_key()) in page
    assert "第 1 号" in page
    assert browser.get("/ledger/key/").content.decode() == f"{signing.public_key()}\n"
    for address in ("/ledger/checkpoint/", "/ledger/checkpoints/1/"):
        answer = browser.get(address)
        assert (answer.content.decode(), answer["Content-Type"]) == (made.note, "text/plain; charset=utf-8")


def test_before_the_first_checkpoint_the_page_says_so(cast: Cast) -> None:
    assert "还没有检查点" in Client().get("/ledger/").content.decode()
    for address in ("/ledger/checkpoint/", "/ledger/checkpoints/1/", f"/ledger/checkpoints/{10**30}/"):
        assert Client().get(address).status_code == 404


def test_the_verifier_can_be_taken_home() -> None:
    source = Client().get("/ledger/verifier.py").content.decode()

    taken: dict[str, object] = {"__name__": "taken"}
    exec(compile(source, "verifier.py", "exec"), taken)
    assert taken["FORMAT"] == verifier.FORMAT
    assert KEY.name in PUBLIC
