create extension postgres_fdw;
create server s foreign data wrapper postgres_fdw options (host 'b', dbname 'x');
create foreign table public.ft (a bigint not null, b text options (column_name 'v')) server s options (table_name '2', updatable 'false');
create server t version '2' foreign data wrapper postgres_fdw;
grant usage on foreign server t to anna;
