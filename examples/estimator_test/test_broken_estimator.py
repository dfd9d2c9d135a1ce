from broken_estimator import estimate

from nashsym.testing import assert_estimator_laws


def test_broken_estimator():
    assert_estimator_laws(estimate)
