"""Two people's words for one thing, compared by what can be spoken of them."""


def comparable(text: str) -> str:
    """Letters and figures alone, whatever their case: “《退货率》 整改。” and “退货率整改” are the same."""
    return "".join(c for c in text if c.isalnum()).casefold()
