-- The functions of uuid-ossp by name and type only: whoever calls one, with NULL too, is told that it computes nothing here.

create function uuid_nil() returns uuid language plpgsql immutable parallel safe as
    $$ begin raise feature_not_supported using message = 'uuid-ossp is a stub in the shadow, which cannot compute uuid_nil(): name a server that has it with --shadow URL'; end $$;
create function uuid_ns_dns() returns uuid language plpgsql immutable parallel safe as
    $$ begin raise feature_not_supported using message = 'uuid-ossp is a stub in the shadow, which cannot compute uuid_ns_dns(): name a server that has it with --shadow URL'; end $$;
create function uuid_ns_url() returns uuid language plpgsql immutable parallel safe as
    $$ begin raise feature_not_supported using message = 'uuid-ossp is a stub in the shadow, which cannot compute uuid_ns_url(): name a server that has it with --shadow URL'; end $$;
create function uuid_ns_oid() returns uuid language plpgsql immutable parallel safe as
    $$ begin raise feature_not_supported using message = 'uuid-ossp is a stub in the shadow, which cannot compute uuid_ns_oid(): name a server that has it with --shadow URL'; end $$;
create function uuid_ns_x500() returns uuid language plpgsql immutable parallel safe as
    $$ begin raise feature_not_supported using message = 'uuid-ossp is a stub in the shadow, which cannot compute uuid_ns_x500(): name a server that has it with --shadow URL'; end $$;
create function uuid_generate_v1() returns uuid language plpgsql volatile parallel safe as
    $$ begin raise feature_not_supported using message = 'uuid-ossp is a stub in the shadow, which cannot compute uuid_generate_v1(): name a server that has it with --shadow URL'; end $$;
create function uuid_generate_v1mc() returns uuid language plpgsql volatile parallel safe as
    $$ begin raise feature_not_supported using message = 'uuid-ossp is a stub in the shadow, which cannot compute uuid_generate_v1mc(): name a server that has it with --shadow URL'; end $$;
create function uuid_generate_v3(namespace uuid, name text) returns uuid language plpgsql immutable parallel safe as
    $$ begin raise feature_not_supported using message = 'uuid-ossp is a stub in the shadow, which cannot compute uuid_generate_v3(): name a server that has it with --shadow URL'; end $$;
create function uuid_generate_v4() returns uuid language plpgsql volatile parallel safe as
    $$ begin raise feature_not_supported using message = 'uuid-ossp is a stub in the shadow, which cannot compute uuid_generate_v4(): name a server that has it with --shadow URL'; end $$;
create function uuid_generate_v5(namespace uuid, name text) returns uuid language plpgsql immutable parallel safe as
    $$ begin raise feature_not_supported using message = 'uuid-ossp is a stub in the shadow, which cannot compute uuid_generate_v5(): name a server that has it with --shadow URL'; end $$;
