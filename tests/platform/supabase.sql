-- A database as Supabase hands it out: the API's roles, the owner `postgres` without superuser, `auth`, and default
-- privileges that open every new object in public to the API's roles. Run as a superuser, before all else.

do $$
declare
    role record;
begin
    for role in select * from (values
        ('anon', 'nologin noinherit'),
        ('authenticated', 'nologin noinherit'),
        ('service_role', 'nologin noinherit bypassrls'),
        ('authenticator', 'nologin noinherit'),
        ('supabase_admin', 'nologin superuser'),
        ('supabase_auth_admin', 'nologin noinherit createrole'),
        ('postgres', 'nologin createdb createrole bypassrls')
    ) as wanted (name, attributes)
    loop
        if not exists (select from pg_roles where rolname = role.name) then
            execute format('create role %I %s', role.name, role.attributes);
        end if;
    end loop;
    execute format('grant all on database %I to postgres', current_database());
end
$$;

grant anon, authenticated, service_role to authenticator;
grant anon, authenticated, service_role to postgres;

grant all on schema public to postgres, anon, authenticated, service_role;
revoke create on schema public from anon, authenticated, service_role;

alter default privileges for role postgres in schema public
    grant all on tables to postgres, anon, authenticated, service_role;
alter default privileges for role postgres in schema public
    grant all on sequences to postgres, anon, authenticated, service_role;
alter default privileges for role postgres in schema public
    grant all on functions to postgres, anon, authenticated, service_role;
alter default privileges for role supabase_admin in schema public
    grant all on tables to postgres, anon, authenticated, service_role;

create schema extensions;
grant usage on schema extensions to postgres, anon, authenticated, service_role;

create schema auth authorization supabase_auth_admin;
grant usage on schema auth to postgres, anon, authenticated, service_role;

create table auth.users (
    id                 uuid primary key,
    email              varchar(255),
    encrypted_password varchar(255),
    raw_user_meta_data jsonb,
    created_at         timestamptz default now()
);
alter table auth.users owner to supabase_auth_admin;
alter table auth.users enable row level security;
grant select, references, trigger on auth.users to postgres;

create function auth.jwt() returns jsonb language sql stable as $$
    select nullif(current_setting('request.jwt.claims', true), '')::jsonb
$$;

create function auth.uid() returns uuid language sql stable as $$
    select (auth.jwt() ->> 'sub')::uuid
$$;

create function auth.role() returns text language sql stable as $$
    select auth.jwt() ->> 'role'
$$;

alter function auth.jwt() owner to supabase_auth_admin;
alter function auth.uid() owner to supabase_auth_admin;
alter function auth.role() owner to supabase_auth_admin;
