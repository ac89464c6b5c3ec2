create extension pgcrypto with schema public;
create table public.t (id integer primary key, secret text default encode(public.gen_random_bytes(8), 'hex'));
create table public.token (id uuid default public.gen_random_uuid(), hash bytea check (length(hash) = 32));
create view public.hashed as select id, public.digest(secret, 'sha256') as hash from public.t;
