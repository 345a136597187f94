"""The object that ``mailflow minutes`` prints (CONTRACT-minutes)."""

from mailflow.reading.jsonform import minutes as to_json

__all__ = ["to_json"]
