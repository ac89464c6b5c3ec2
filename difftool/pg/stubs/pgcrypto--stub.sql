-- The functions of pgcrypto by name and type only: whoever calls one, with NULL too, is told that it computes nothing here.

create function digest(text, text) returns bytea language plpgsql immutable parallel safe as
    $$ begin raise feature_not_supported using message = 'pgcrypto is a stub in the shadow, which cannot compute digest(): name a server that has it with --shadow URL'; end $$;
create function digest(bytea, text) returns bytea language plpgsql immutable parallel safe as
    $$ begin raise feature_not_supported using message = 'pgcrypto is a stub in the shadow, which cannot compute digest(): name a server that has it with --shadow URL'; end $$;
create function hmac(text, text, text) returns bytea language plpgsql immutable parallel safe as
    $$ begin raise feature_not_supported using message = 'pgcrypto is a stub in the shadow, which cannot compute hmac(): name a server that has it with --shadow URL'; end $$;
create function hmac(bytea, bytea, text) returns bytea language plpgsql immutable parallel safe as
    $$ begin raise feature_not_supported using message = 'pgcrypto is a stub in the shadow, which cannot compute hmac(): name a server that has it with --shadow URL'; end $$;
create function crypt(text, text) returns text language plpgsql immutable parallel safe as
    $$ begin raise feature_not_supported using message = 'pgcrypto is a stub in the shadow, which cannot compute crypt(): name a server that has it with --shadow URL'; end $$;
create function gen_salt(text) returns text language plpgsql volatile parallel safe as
    $$ begin raise feature_not_supported using message = 'pgcrypto is a stub in the shadow, which cannot compute gen_salt(): name a server that has it with --shadow URL'; end $$;
create function gen_salt(text, integer) returns text language plpgsql volatile parallel safe as
    $$ begin raise feature_not_supported using message = 'pgcrypto is a stub in the shadow, which cannot compute gen_salt(): name a server that has it with --shadow URL'; end $$;
create function encrypt(bytea, bytea, text) returns bytea language plpgsql immutable parallel safe as
    $$ begin raise feature_not_supported using message = 'pgcrypto is a stub in the shadow, which cannot compute encrypt(): name a server that has it with --shadow URL'; end $$;
create function decrypt(bytea, bytea, text) returns bytea language plpgsql immutable parallel safe as
    $$ begin raise feature_not_supported using message = 'pgcrypto is a stub in the shadow, which cannot compute decrypt(): name a server that has it with --shadow URL'; end $$;
create function encrypt_iv(bytea, bytea, bytea, text) returns bytea language plpgsql immutable parallel safe as
    $$ begin raise feature_not_supported using message = 'pgcrypto is a stub in the shadow, which cannot compute encrypt_iv(): name a server that has it with --shadow URL'; end $$;
create function decrypt_iv(bytea, bytea, bytea, text) returns bytea language plpgsql immutable parallel safe as
    $$ begin raise feature_not_supported using message = 'pgcrypto is a stub in the shadow, which cannot compute decrypt_iv(): name a server that has it with --shadow URL'; end $$;
create function gen_random_bytes(integer) returns bytea language plpgsql volatile parallel safe as
    $$ begin raise feature_not_supported using message = 'pgcrypto is a stub in the shadow, which cannot compute gen_random_bytes(): name a server that has it with --shadow URL'; end $$;
create function gen_random_uuid() returns uuid language plpgsql volatile parallel safe as
    $$ begin raise feature_not_supported using message = 'pgcrypto is a stub in the shadow, which cannot compute gen_random_uuid(): name a server that has it with --shadow URL'; end $$;
create function pgp_sym_encrypt(text, text) returns bytea language plpgsql volatile parallel safe as
    $$ begin raise feature_not_supported using message = 'pgcrypto is a stub in the shadow, which cannot compute pgp_sym_encrypt(): name a server that has it with --shadow URL'; end $$;
create function pgp_sym_encrypt_bytea(bytea, text) returns bytea language plpgsql volatile parallel safe as
    $$ begin raise feature_not_supported using message = 'pgcrypto is a stub in the shadow, which cannot compute pgp_sym_encrypt_bytea(): name a server that has it with --shadow URL'; end $$;
create function pgp_sym_encrypt(text, text, text) returns bytea language plpgsql volatile parallel safe as
    $$ begin raise feature_not_supported using message = 'pgcrypto is a stub in the shadow, which cannot compute pgp_sym_encrypt(): name a server that has it with --shadow URL'; end $$;
create function pgp_sym_encrypt_bytea(bytea, text, text) returns bytea language plpgsql volatile parallel safe as
    $$ begin raise feature_not_supported using message = 'pgcrypto is a stub in the shadow, which cannot compute pgp_sym_encrypt_bytea(): name a server that has it with --shadow URL'; end $$;
create function pgp_sym_decrypt(bytea, text) returns text language plpgsql immutable parallel safe as
    $$ begin raise feature_not_supported using message = 'pgcrypto is a stub in the shadow, which cannot compute pgp_sym_decrypt(): name a server that has it with --shadow URL'; end $$;
create function pgp_sym_decrypt_bytea(bytea, text) returns bytea language plpgsql immutable parallel safe as
    $$ begin raise feature_not_supported using message = 'pgcrypto is a stub in the shadow, which cannot compute pgp_sym_decrypt_bytea(): name a server that has it with --shadow URL'; end $$;
create function pgp_sym_decrypt(bytea, text, text) returns text language plpgsql immutable parallel safe as
    $$ begin raise feature_not_supported using message = 'pgcrypto is a stub in the shadow, which cannot compute pgp_sym_decrypt(): name a server that has it with --shadow URL'; end $$;
create function pgp_sym_decrypt_bytea(bytea, text, text) returns bytea language plpgsql immutable parallel safe as
    $$ begin raise feature_not_supported using message = 'pgcrypto is a stub in the shadow, which cannot compute pgp_sym_decrypt_bytea(): name a server that has it with --shadow URL'; end $$;
create function pgp_pub_encrypt(text, bytea) returns bytea language plpgsql volatile parallel safe as
    $$ begin raise feature_not_supported using message = 'pgcrypto is a stub in the shadow, which cannot compute pgp_pub_encrypt(): name a server that has it with --shadow URL'; end $$;
create function pgp_pub_encrypt_bytea(bytea, bytea) returns bytea language plpgsql volatile parallel safe as
    $$ begin raise feature_not_supported using message = 'pgcrypto is a stub in the shadow, which cannot compute pgp_pub_encrypt_bytea(): name a server that has it with --shadow URL'; end $$;
create function pgp_pub_encrypt(text, bytea, text) returns bytea language plpgsql volatile parallel safe as
    $$ begin raise feature_not_supported using message = 'pgcrypto is a stub in the shadow, which cannot compute pgp_pub_encrypt(): name a server that has it with --shadow URL'; end $$;
create function pgp_pub_encrypt_bytea(bytea, bytea, text) returns bytea language plpgsql volatile parallel safe as
    $$ begin raise feature_not_supported using message = 'pgcrypto is a stub in the shadow, which cannot compute pgp_pub_encrypt_bytea(): name a server that has it with --shadow URL'; end $$;
create function pgp_pub_decrypt(bytea, bytea) returns text language plpgsql immutable parallel safe as
    $$ begin raise feature_not_supported using message = 'pgcrypto is a stub in the shadow, which cannot compute pgp_pub_decrypt(): name a server that has it with --shadow URL'; end $$;
create function pgp_pub_decrypt_bytea(bytea, bytea) returns bytea language plpgsql immutable parallel safe as
    $$ begin raise feature_not_supported using message = 'pgcrypto is a stub in the shadow, which cannot compute pgp_pub_decrypt_bytea(): name a server that has it with --shadow URL'; end $$;
create function pgp_pub_decrypt(bytea, bytea, text) returns text language plpgsql immutable parallel safe as
    $$ begin raise feature_not_supported using message = 'pgcrypto is a stub in the shadow, which cannot compute pgp_pub_decrypt(): name a server that has it with --shadow URL'; end $$;
create function pgp_pub_decrypt_bytea(bytea, bytea, text) returns bytea language plpgsql immutable parallel safe as
    $$ begin raise feature_not_supported using message = 'pgcrypto is a stub in the shadow, which cannot compute pgp_pub_decrypt_bytea(): name a server that has it with --shadow URL'; end $$;
create function pgp_pub_decrypt(bytea, bytea, text, text) returns text language plpgsql immutable parallel safe as
    $$ begin raise feature_not_supported using message = 'pgcrypto is a stub in the shadow, which cannot compute pgp_pub_decrypt(): name a server that has it with --shadow URL'; end $$;
create function pgp_pub_decrypt_bytea(bytea, bytea, text, text) returns bytea language plpgsql immutable parallel safe as
    $$ begin raise feature_not_supported using message = 'pgcrypto is a stub in the shadow, which cannot compute pgp_pub_decrypt_bytea(): name a server that has it with --shadow URL'; end $$;
create function pgp_key_id(bytea) returns text language plpgsql immutable parallel safe as
    $$ begin raise feature_not_supported using message = 'pgcrypto is a stub in the shadow, which cannot compute pgp_key_id(): name a server that has it with --shadow URL'; end $$;
create function armor(bytea) returns text language plpgsql immutable parallel safe as
    $$ begin raise feature_not_supported using message = 'pgcrypto is a stub in the shadow, which cannot compute armor(): name a server that has it with --shadow URL'; end $$;
create function armor(bytea, text[], text[]) returns text language plpgsql immutable parallel safe as
    $$ begin raise feature_not_supported using message = 'pgcrypto is a stub in the shadow, which cannot compute armor(): name a server that has it with --shadow URL'; end $$;
create function dearmor(text) returns bytea language plpgsql immutable parallel safe as
    $$ begin raise feature_not_supported using message = 'pgcrypto is a stub in the shadow, which cannot compute dearmor(): name a server that has it with --shadow URL'; end $$;
create function pgp_armor_headers(text, out key text, out value text) returns setof record language plpgsql immutable parallel safe as
    $$ begin raise feature_not_supported using message = 'pgcrypto is a stub in the shadow, which cannot compute pgp_armor_headers(): name a server that has it with --shadow URL'; end $$;
create function fips_mode() returns boolean language plpgsql volatile parallel safe as
    $$ begin raise feature_not_supported using message = 'pgcrypto is a stub in the shadow, which cannot compute fips_mode(): name a server that has it with --shadow URL'; end $$;
