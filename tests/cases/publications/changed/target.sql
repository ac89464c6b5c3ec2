create table public.t (a integer primary key, b integer);
create table public.u (a integer primary key);
create publication p for table public.t (a, b), public.u where (a > 0) with (publish = 'insert');
create publication q for all tables with (publish_via_partition_root);
create publication r for tables in schema public;
comment on publication p is 'p';
