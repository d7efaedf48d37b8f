"""Questions of an investigator, answered as frozen values: status, rings, ring, members, why, node."""
