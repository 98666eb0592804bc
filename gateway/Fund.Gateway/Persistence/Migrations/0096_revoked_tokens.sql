-- Who revoked a token, and why; an administrator says why somebody else's is worth nothing.

alter table api_tokens
    add column revoked_by uuid,
    add column revoke_reason text;
