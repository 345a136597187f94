"""The store that forgets keeps the same contract."""

from store_contract import StoreContract

from mailflow.stores.memory import MemoryStore


class TestMemoryStore(StoreContract):
    def open(self):
        return MemoryStore()
