"""Why the vault would not do it. No message ever carries what the vault holds.

ProcessError
├── AlreadyErased      410  there is nothing left to show
└── VaultError         500  something is wrong with the vault itself; the operator must look
    ├── KeysUnfit           VAULT_KEYS is missing or malformed
    ├── KeyMissing          sealed under a key that this installation does not have
    └── Damaged             the envelope was changed, moved or cut

`NotAllowed` (403) and `BadAnswer` (422) are those of the process.
"""

from wolaiban.process.errors import ProcessError


class AlreadyErased(ProcessError):
    status = 410
    code = "already_erased"
    message = "身份信息已应本人要求删除，无法再查看或修改。"


class VaultError(ProcessError):
    status = 500
    code = "vault_error"
    message = "身份信息暂时无法读取，请联系系统管理员。"


class KeysUnfit(VaultError):
    code = "keys_unfit"
    message = "身份信息的密钥（VAULT_KEYS）{why}。请联系系统管理员。"


class KeyMissing(VaultError):
    code = "key_missing"
    message = "缺少编号为“{key_id}”的密钥，无法读取这条身份信息。请联系系统管理员。"


class Damaged(VaultError):
    code = "damaged"
    message = "这条身份信息已损坏或被改动，无法读取。请联系系统管理员。"
