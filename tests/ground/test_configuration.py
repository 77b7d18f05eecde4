"""One configuration file that every command finds; what is misspelt is named; secrets are never shown."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests.ground.processes import ROOT
from tests.ground.test_settings import KEYS, documented
from wolaiban.installation import config_file, configuration
from wolaiban.installation.configuration import SettingsReader

WOLAIBAN = [sys.executable, "-m", "wolaiban.cli.main"]
SECRET = re.compile(r"SECRET|_KEYS?$|PASSWORD|TOKEN|ROBOTS|(DATABASE|EMAIL|SMS|MAIL)_URL$")
PUBLIC = {"LEDGER_OLD_KEYS"}  # the public halves


def written(folder: Path, text: str) -> Path:
    file = folder / "wolaiban.toml"
    file.write_text(text, encoding="utf-8")
    return file


def run(*arguments: str, config: Path | str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """With nothing in the environment but what is given, from a folder of its own."""
    given = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "WOLAIBAN_CONFIG": str(config)}
    return subprocess.run(
        [*WOLAIBAN, *arguments],
        env=given | KEYS | environment,
        cwd="/",
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def reader(folder: Path, text: str) -> SettingsReader:
    return SettingsReader(config_file.read(written(folder, text)))


# ---- Where a setting stands


def test_what_is_in_force_is_shown_with_where_it_stands(tmp_path: Path) -> None:
    file = written(tmp_path, '# 本区\nOFFICE_NAME = "房山区我来办"\nTRUSTED_PROXIES = 1\nHTTPS = false\n')

    shown = run("config", config=file, TRUSTED_PROXIES="2", WOLAIBAN_DATA=str(tmp_path))

    assert shown.returncode == 0, shown.stderr
    assert f"配置文件：{file}" in shown.stdout
    lines = {line.split()[0]: line.split(maxsplit=1)[1] for line in shown.stdout.splitlines()[2:]}
    assert lines["OFFICE_NAME"] == f"房山区我来办  （{file} 第 2 行）"
    assert lines["TRUSTED_PROXIES"] == "2  （环境变量）"
    assert lines["HTTPS"] == f"false  （{file} 第 4 行）"
    assert lines["BACKUP_KEEP"] == "14  （默认）"
    assert set(lines) == documented() - {"WOLAIBAN_CONFIG"}


def test_what_is_in_force_can_be_seen_before_there_are_keys(tmp_path: Path) -> None:
    shown = run("config", WOLAIBAN_DATA=str(tmp_path), **dict.fromkeys(KEYS, ""))

    assert shown.returncode == 0, shown.stderr
    assert re.search(r"^SECRET_KEY +（未设置）  （wolaiban init 时生成）$", shown.stdout, re.M)
    assert re.search(r"^LOG_LEVEL +WARNING", shown.stdout, re.M)


def test_secrets_are_never_shown(tmp_path: Path) -> None:
    names = {name for name in documented() - PUBLIC if SECRET.search(name)}
    given = dict.fromkeys(names, "geheim-7531" * 3) | {
        "DATABASE_URL": "postgres://u:geheim-7531@127.0.0.1/x",
        "EMAIL_URL": "smtp+tls://u:geheim-7531@127.0.0.1:587",
        "VAULT_KEYS": "k1:geheim-7531",
    }
    file = written(tmp_path, "".join(f'{name} = "{value}"\n' for name, value in given.items()))

    shown = run("config", config=file, **dict.fromkeys(("LEDGER_KEY", "SECRET_KEY"), "geheim-7531"))

    assert len(names) >= 10
    assert shown.returncode == 0, shown.stderr
    assert "geheim" not in shown.stdout + shown.stderr
    for name in names:
        assert re.search(rf"^{name} +（不显示）", shown.stdout, re.M), name


def test_a_secret_that_is_refused_is_not_shown_either(tmp_path: Path) -> None:
    for name in ("DATABASE_URL", "EMAIL_URL"):
        refused = run("config", **{name: "geheim-7531"})

        assert refused.returncode == 1
        assert f"{name}（环境变量）看不懂：应写成" in refused.stderr
        assert "geheim" not in refused.stdout + refused.stderr


def test_the_environment_wins_in_either_of_its_two_ways(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "from-a-file").write_text("of a file")
    text = f'OFFICE_NAME = "of the file"\nCASE_PREFIX_FILE = "{tmp_path}/from-a-file"\n'
    monkeypatch.setenv("OFFICE_NAME_FILE", str(tmp_path / "from-a-file"))
    monkeypatch.setenv("CASE_PREFIX", "of the environment")

    found = reader(tmp_path, text)

    assert found("OFFICE_NAME") == "of a file"
    assert found("CASE_PREFIX") == "of the environment"
    assert found.read["OFFICE_NAME"].origin == "环境变量 OFFICE_NAME_FILE"


def test_a_real_installation_keeps_its_data_outside_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert configuration.usual_data_dir() == ROOT / ".data"  # a checkout is for those who work on it

    monkeypatch.setattr(config_file, "IN_CHECKOUT", False)
    monkeypatch.setattr(configuration, "STATE", tmp_path / "state")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "own"))
    monkeypatch.setattr(os, "getuid", lambda: 1000)
    assert configuration.usual_data_dir() == tmp_path / "own" / "wolaiban"
    (tmp_path / "state").mkdir()
    assert configuration.usual_data_dir() == tmp_path / "state"
    (tmp_path / "state").rmdir()
    monkeypatch.setattr(os, "getuid", lambda: 0)
    assert configuration.usual_data_dir() == tmp_path / "state"


def test_lists_numbers_and_paths_are_written_as_in_toml(tmp_path: Path) -> None:
    text = 'ALLOWED_HOSTS = ["a.cn", "b.cn"]\nBACKUP_DIR = "shelf"\nNOTICE_ROBOTS = ["1=a://x", "2=b://y"]\nPOOLER = true\n'
    found = reader(tmp_path, text)

    assert found.several("ALLOWED_HOSTS", default=[]) == ["a.cn", "b.cn"]
    assert found.location("BACKUP_DIR") == str(tmp_path / "shelf")
    assert found.secret("NOTICE_ROBOTS").split() == ["1=a://x", "2=b://y"]
    assert found.switch("POOLER", default=False) is True


def test_an_empty_list_is_not_the_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = reader(tmp_path, "LEDGER_WITNESSES = []\n")
    monkeypatch.setenv("SECOND_FACTOR_FOR", "")

    assert found.several("LEDGER_WITNESSES", default=["somebody"]) == []
    assert found.several("SECOND_FACTOR_FOR", default=["district"]) == []


def test_every_command_finds_the_file_without_being_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An installed one looks in /etc and then at home; a checkout beside itself."""
    monkeypatch.delenv("WOLAIBAN_CONFIG", raising=False)
    monkeypatch.setattr(config_file, "IN_CHECKOUT", False)
    monkeypatch.setattr(config_file, "SYSTEM", tmp_path / "etc")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    assert config_file.find() is None

    for folder in (tmp_path / "home" / "wolaiban", tmp_path / "etc"):
        folder.mkdir(parents=True)
        written(folder, "")
        assert config_file.find() == folder / "wolaiban.toml"


# ---- What is wrong with it, in one true sentence


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('ALOWED_HOSTS = ["a.cn"]', "第 1 行：没有 ALOWED_HOSTS 这个设置，是不是 ALLOWED_HOSTS？"),
        ('\nofice_name = "x"', "第 2 行：没有 ofice_name 这个设置，是不是 OFFICE_NAME？"),
        ('LIEBLINGSFARBE = "blau"', "没有 LIEBLINGSFARBE 这个设置。全部设置见 docs/settings.md。"),
        ("OFFICE_NAME = 房山", "第 1 行看不懂。每行写成：名称 ="),
        ("HTTPS = true\nOFFICE_NAME = [[1]]", "第 2 行看不懂。每行写成：名称 ="),
        ('HTTPS = "ture"', "HTTPS=ture（"),
        ("TRUSTED_PROXIES = -1", "应为不小于 0 的整数"),
    ],
)
@pytest.mark.parametrize("command", ["config", "doctor", "serve", "verify"])
def test_what_is_misspelt_in_the_file_is_named(tmp_path: Path, text: str, said: str, command: str) -> None:
    refused = run(command, config=written(tmp_path, text), WOLAIBAN_DATA=str(tmp_path / "data"))

    assert refused.returncode == 1
    assert said in refused.stdout + refused.stderr
    assert str(tmp_path / "wolaiban.toml") in refused.stdout + refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("TRUSTED_PROXIES", "abc", "TRUSTED_PROXIES=abc（环境变量）看不懂：应为不小于 0 的整数。"),
        ("HTTPS", "ture", "HTTPS=ture（环境变量）看不懂：应为 true 或 false。"),
        (
            "LOG_LEVEL",
            "loud",
            "LOG_LEVEL=loud（环境变量）看不懂：应为 DEBUG、INFO、WARNING、ERROR、CRITICAL 之一。",
        ),
        ("BACKUP_KEEP", "0", "BACKUP_KEEP=0（环境变量）看不懂：应为不小于 1 的整数。"),
        ("DATABASE_URL", "mysql://u:p@h/d", "DATABASE_URL（环境变量）看不懂：应写成 postgres://"),
        ("EMAIL_URL", "pigeon://roof", "EMAIL_URL（环境变量）看不懂：应写成 smtp+tls://"),
        ("SECRET_KEY_FILE", "/nowhere/at/all", "SECRET_KEY_FILE 所指的文件读不了"),
        ("METRICS_TOKEN", "guessed", "METRICS_TOKEN（环境变量）太短，容易被猜到：至少 32 个字符。"),
    ],
)
@pytest.mark.parametrize("command", ["doctor", "serve"])
def test_what_is_misspelt_in_the_environment_is_said(
    tmp_path: Path, name: str, value: str, said: str, command: str
) -> None:
    refused = run(command, WOLAIBAN_DATA=str(tmp_path / "data"), **{name: value})

    assert refused.returncode == 1
    assert said in refused.stdout + refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_variable_that_only_looks_like_ours_is_doubted(tmp_path: Path) -> None:
    shown = run("config", WOLAIBAN_DTA="/x", ALLOWED_HOST="a.cn", HOSTNAME="h", HTTPS_PROXY="")

    assert shown.returncode == 1
    assert shown.stderr.splitlines() == [
        "环境变量：没有 ALLOWED_HOST 这个设置，是不是 ALLOWED_HOSTS？",
        "环境变量：没有 WOLAIBAN_DTA 这个设置，是不是 WOLAIBAN_DATA？",
    ]


@pytest.mark.parametrize("there", [False, True])
def test_a_file_that_cannot_be_read_is_said(tmp_path: Path, there: bool) -> None:
    file = tmp_path / "wolaiban.toml"
    if there:
        file.write_bytes('OFFICE_NAME = "房山"'.encode("gb18030"))

    with pytest.raises(ImproperlyConfigured, match="不是 UTF-8" if there else "不存在"):
        config_file.read(file)


def test_what_a_backup_is_tried_on_has_its_own_keys_and_database(tmp_path: Path) -> None:
    text = 'DATABASE_URL = "postgres://real"\nSECRET_KEY_FILE = "/real"\nLEDGER_NAME = "wolaiban/FS"\n'
    found = reader(tmp_path, text)

    given = found.for_another(without={"DATABASE_URL", "SECRET_KEY"})

    assert given["LEDGER_NAME"] == "wolaiban/FS"
    assert given["WOLAIBAN_CONFIG"] == ""
    assert not {"DATABASE_URL", "SECRET_KEY_FILE"} & set(given)


def test_the_sample_names_real_settings_and_their_defaults_can_be_read(tmp_path: Path) -> None:
    sample = (ROOT / "deploy" / "wolaiban.toml").read_text(encoding="utf-8")
    lines = [line.removeprefix("# ") for line in sample.splitlines() if re.match(r"(# )?[A-Z_]+ = ", line)]
    assert len(lines) > 15
    (tmp_path / "sms-secret").write_text("x")
    text = "\n".join(lines).replace("/etc/wolaiban/sms-secret", str(tmp_path / "sms-secret"))

    shown = run("config", config=written(tmp_path, text), WOLAIBAN_DATA=str(tmp_path))

    assert shown.returncode == 0, shown.stderr


def test_the_version_is_the_one_of_the_package() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    version = re.search(r'^version = "(.+)"', project, re.M)
    assert version is not None

    assert run("--version").stdout == f"wolaiban {version[1]}\n"
