"""What a verifier of proofs must do. Each claim takes the verifier, so that mutants of it can be held to it too."""

from __future__ import annotations

import base64
import contextlib
import io
import json
import tempfile
from collections.abc import Callable
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.verifier import proofs
from tests.verifier.proofs import AT, BODIES, HEARD, KEY, NUMBER, PUBLIC, SAID, canonical, changed, proof
from wolaiban.ledger.notes import Signing

Claim = Callable[[Any], None]
CLAIMS: list[Claim] = []


def claim(function: Claim) -> Claim:
    CLAIMS.append(function)
    return function


def refuses(verifier: Any, content: bytes, key: str = PUBLIC) -> str:
    """Why it does; to be refused is not to crash."""
    try:
        verifier.check(content, key)
    except verifier.Refused as why:
        return str(why)
    raise AssertionError("it holds")


def told_of(content: bytes) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(content)
    return told


@claim
def what_is_sound_holds_and_says_what_it_proves(verifier: Any) -> None:
    proven = verifier.check(proof(), PUBLIC)
    assert proven._asdict() == {
        "origin": "wolaiban/FS",
        "checkpoint": "42",
        "time": "2026-11-24T01:05:00Z",
        "cases": 5,
        "number": NUMBER,
        "events": 3,
        "head": proofs.head_of(BODIES, (proofs.ALG,) * 3).hex(),
        "words": ((1, "register", AT, SAID),),
    }
    assert verifier.check(proof(words=()), f" {PUBLIC}\n").words == ()


@claim
def only_one_way_of_writing_it_is_taken(verifier: Any) -> None:
    content = proof()
    told = told_of(content)
    for other in (
        content[:-1],
        content + b"\n",
        b" " + content,
        b"\xef\xbb\xbf" + content,
        json.dumps(told, sort_keys=True, separators=(",", ":")).encode() + b"\n",
        json.dumps(dict(reversed(told.items())), ensure_ascii=False, separators=(",", ":")).encode() + b"\n",
        json.dumps(told, ensure_ascii=False, sort_keys=True).encode() + b"\n",
        content.replace(b'{"checkpoint"', b'{"checkpoint":"","checkpoint"'),
        changed(content, more=1),
        changed(content, index=3.0),
        changed(content, index=True),
        changed(content, format="wolaiban-proof/2"),
        changed(content, words=None),
        canonical({name: value for name, value in told.items() if name != "words"}),
        canonical([]),
        canonical(told["checkpoint"]),
        b"",
        b"\n",
        b"\xff\n",
        b"[" * 100_000,
    ):
        refuses(verifier, other)


@claim
def hashes_are_written_in_one_way(verifier: Any) -> None:
    content = proof()
    told = told_of(content)
    alg, digest = told["events"][0]
    others: tuple[Any, ...] = (
        digest.upper(),
        digest[:-2],
        digest + "00",
        f"{digest[:2]} {digest[2:]}",
        "",
        "x",
        None,
        7,
    )
    for other in others:
        refuses(verifier, changed(content, events=[[alg, other], *told["events"][1:]]))
    for other in (told["path"][0].upper(), "", None, "x", told["path"][0] + " "):
        refuses(verifier, changed(content, path=[other, *told["path"][1:]]))
    refuses(verifier, changed(content, words=[HEARD | {"salt": HEARD["salt"].upper()}]))


@claim
def the_chain_is_followed(verifier: Any) -> None:
    content = proof()
    events = told_of(content)["events"]
    others: tuple[Any, ...] = (
        [], events[:-1], events[1:], [*events, events[-1]], [events[1], events[0], events[2]],
        [events[0]], [["sha256", events[0][1]], *events[1:]], [["", events[0][1]], *events[1:]],
        [events[0][:1], *events[1:]], [[*events[0], ""], *events[1:]], [None, *events[1:]], [7], ["ab"],
    )  # fmt: skip
    for other in others:
        refuses(verifier, changed(content, events=other, words=[]))
    refuses(verifier, changed(content, number=NUMBER + "1"))
    refuses(verifier, changed(content, number=""))


@claim
def each_event_is_followed_under_its_own_alg(verifier: Any) -> None:
    algs = ("sha256+ed25519", "sm3+ed25519", "sm3+ed25519")
    assert verifier.check(proof(algs=algs), PUBLIC).events == 3
    assert verifier.check(proof(algs=algs[::-1]), PUBLIC).words


@claim
def another_key_did_not_sign_it(verifier: Any) -> None:
    stranger = Signing(KEY.name, Ed25519PrivateKey.from_private_bytes(bytes(32)))
    elsewhere = Signing("wolaiban/XX", KEY.private)
    assert "公钥" not in refuses(verifier, proof(), str(stranger.verifying))
    assert "公钥" not in refuses(verifier, proof(), str(elsewhere.verifying))
    refuses(verifier, proof(key=stranger))
    refuses(verifier, proof(key=elsewhere, origin=elsewhere.name))
    assert verifier.check(proof(key=stranger), str(stranger.verifying)).cases == 5
    refuses(verifier, proof(origin="wolaiban/XX"))  # our key, under our name, for somebody else's origin


@claim
def a_key_is_written_in_one_way(verifier: Any) -> None:
    cosigner = Signing(KEY.name, KEY.private, kind=b"\4")
    name, key_id, public = PUBLIC.split("+", 2)
    for wrong in (
        "", "x", "++", PUBLIC[:-1], PUBLIC + "=", PUBLIC[:-4], f"{name}+{public}", f"{name}+00000000+{public}",
        f"{name}+{key_id.upper()}+{public}" if key_id.upper() != key_id else "", f"{name}x+{key_id}+{public}",
        f"{name}+{key_id}+{public[:-8]}AAAAAAA=", f"{name}+{key_id}+ {public}", str(cosigner.verifying),
    ):  # fmt: skip
        refuses(verifier, proof(), wrong)
    short = base64.b64encode(b"\1" + bytes(31)).decode()
    refuses(verifier, proof(), f"{name}+{key_id}+{short}")


@claim
def a_note_is_written_in_one_way(verifier: Any) -> None:
    content = proof()
    note = told_of(content)["checkpoint"]
    text, _, line = note.partition("\n\n")
    dash, name, signature = line.split(" ")
    raw = base64.b64decode(signature)
    shifted = base64.b64encode(b"xxxx" + raw[4:]).decode()
    for other in (
        text, f"{text}\n\n", f"{text}\n{line}", f"{text}\n\n\n{line}", note[:-1], note + line, note + "\n",
        f"{text}\n\n{line}— somebody {signature}", f"{text}\n\n- {name} {signature}", note.replace("\n5\n", "\n4\n"),
        f"{text}\n\n{dash} {name} {shifted}\n", f"{text}\n\n{dash} {name} {signature[:-2]}\n", "",
        f"{text}\n\n{dash} x {signature}", f"{text}\n\n{dash} {name} {base64.b64encode(raw[:-1]).decode()}\n",
    ):  # fmt: skip
        refuses(verifier, changed(content, checkpoint=other))
    assert "签名不对" in refuses(verifier, changed(content, checkpoint=note.replace("\n5\n", "\n4\n")))


@claim
def words_are_those_that_the_event_was_about(verifier: Any) -> None:
    content = proof()
    others: tuple[Any, ...] = (
        HEARD | {"words": SAID + "。"}, HEARD | {"salt": "00" * 16}, HEARD | {"seq": 2}, HEARD | {"seq": 0},
        HEARD | {"seq": -2}, HEARD | {"seq": -3}, HEARD | {"seq": 4}, HEARD | {"body": HEARD["body"] + " "},
        HEARD | {"seq": 2, "body": BODIES[1].decode()}, HEARD | {"seq": 3, "body": BODIES[2].decode()},
        HEARD | {"more": 1}, HEARD | {"words": None}, HEARD | {"seq": True}, {}, None, [], 7,
        {name: value for name, value in HEARD.items() if name != "salt"},
    )  # fmt: skip
    for other in others:
        refuses(verifier, changed(content, words=[other]))
        refuses(verifier, changed(content, words=[HEARD, other]))
    assert len(verifier.check(changed(content, words=[HEARD, HEARD]), PUBLIC).words) == 2


@claim
def what_the_signer_wrote_awry_is_refused_and_not_a_crash(verifier: Any) -> None:
    for body in (b"{}", b"[]", b"7", b'{"answers":7}', b"not json"):
        refuses(verifier, proof(bodies=[body] * 3, words=[HEARD | {"body": body.decode()}]))
    for text in ("wolaiban/FS\n", "wolaiban/FS\nx\ny\n", "wolaiban/FS\n5\nAAAA\n"):
        refuses(verifier, changed(proof(), checkpoint=KEY.signed(text)))


@claim
def the_last_words_of_a_long_matter_are_heard(verifier: Any) -> None:
    content = proof(bodies=[*BODIES[1:], BODIES[0]], words=[HEARD | {"seq": 3}])
    assert verifier.check(content, PUBLIC).words[0].seq == 3


@claim
def it_is_a_command(verifier: Any) -> None:
    with tempfile.NamedTemporaryFile() as file:
        file.write(proof())
        file.flush()
        code, said = ran(verifier, file.name, "--key", PUBLIC)
        assert (code, said) == (
            0,
            "成立：wolaiban/FS 在 2026-11-24T01:05:00Z 签名确认（第 42 号检查点，共 5 项）：\n"
            f"事项 {NUMBER} 当时共有 3 条记录，最后一条的校验值是 {proofs.head_of(BODIES, (proofs.ALG,) * 3).hex()}。\n"
            f"第 1 条（{AT}）记的原话是：{SAID}\n",
        )
        file.seek(0)
        file.write(b"[")
        file.flush()
        code, said = ran(verifier, file.name, "--key", PUBLIC)
        assert (code, said) == (1, f"不成立：{refuses(verifier, b'[' + proof()[1:])}\n")
        assert ran(verifier, file.name + ".none", "--key", PUBLIC)[0] == 1
        assert ran(verifier, file.name, "--pub", PUBLIC)[0] == 2
        assert ran(verifier, file.name)[0] == 2
        assert ran(verifier, file.name, "--key", PUBLIC, "more")[0] == 2


def ran(verifier: Any, *arguments: str) -> tuple[int, str]:
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()) as usage:
        code = verifier.main(list(arguments))
    assert (code == 2) == bool(usage.getvalue())
    return code, out.getvalue()


@claim
def a_leaf_is_found_anywhere_in_a_tree_of_any_size(verifier: Any) -> None:
    for size in (1, 2, 3, 5, 6, 7, 8, 13):
        for index in range(size):
            content = proof(size=size, index=index, words=())
            assert verifier.check(content, PUBLIC).cases == size
            for other in {index - 1, index + 1, index ^ 2, index + 16, index - size, index + size}:
                if other != index:
                    refuses(verifier, changed(content, index=other))
            path = told_of(content)["path"]
            refuses(verifier, changed(content, path=[*path, "00" * 32]))
            refuses(verifier, changed(content, path=["00" * 32, *path]))
            if path:
                refuses(verifier, changed(content, path=path[:-1]))
                refuses(verifier, changed(content, path=path[1:]))


@claim
def a_path_has_the_length_that_the_size_demands(verifier: Any) -> None:
    """Said apart, since a wrong length gives a wrong root as well."""
    for size, path in ((1, ["00" * 32]), (2, ["00" * 32] * 2), (2, []), (3, ["00" * 32])):
        try:
            verifier._climbed(bytes(32), 0, size, path)
        except verifier.Refused:
            continue
        raise AssertionError("climbed")


@claim
def no_byte_may_be_changed(verifier: Any) -> None:
    """Every place in a small proof, one bit or the whole byte; the slow one, and the last to be asked."""
    content = proof(size=2, index=1, bodies=BODIES[:1], algs=(proofs.ALG,))
    for place in range(len(content)):
        for flipped in (1, 32, 255):
            other = bytearray(content)
            other[place] ^= flipped
            refuses(verifier, bytes(other))
        refuses(verifier, content[:place] + content[place + 1 :])
        refuses(verifier, content[:place] + b" " + content[place:])
