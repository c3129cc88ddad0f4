"""The import contract is a test, not a wish: broken on purpose, each break is caught."""

import pytest
from support import ROOT, load_script

CONTRACTS = load_script(ROOT / "show" / "contracts.py")


@pytest.mark.parametrize("name", CONTRACTS.BREAKS)
def test_a_broken_contract_is_caught(name, tmp_path):
    found, told = CONTRACTS.caught(name, tmp_path)
    assert found, told
