"""The real mail servers, the real clock."""
