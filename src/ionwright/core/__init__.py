"""What two stages share: values with their origin, input paths, laws, identity."""

from ionwright.core.identity import key, record
from ionwright.core.laws import Law, all_hold
from ionwright.core.value import KINDS, RANGES, Scalar, Value

__all__ = ["KINDS", "RANGES", "Law", "Scalar", "Value", "all_hold", "key", "record"]
