create foreign data wrapper w options (debug 'true');
create server s foreign data wrapper w options (host 'b', db 'x');
create foreign table public.ft (a bigint not null, b text options (n 'v')) server s options (x '2', y '3');
create server t version '2' foreign data wrapper w;
grant usage on foreign server t to anna;
