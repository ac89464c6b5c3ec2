create extension pgcrypto with schema public;
create table public.t (id integer primary key, secret text);
create index t_hash on public.t (public.digest(secret, 'sha256'));
