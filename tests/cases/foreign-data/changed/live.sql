create extension postgres_fdw;
create server s foreign data wrapper postgres_fdw options (host 'a', port '1');
create foreign table public.ft (a integer, gone integer) server s options (table_name '1');
