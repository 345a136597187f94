"""One file a chapter of the policy: apply(...) for what people say, due(...) for what time brings."""
