import pytest

pytest.register_assert_rewrite("tests.exports.warehouses.tables")
