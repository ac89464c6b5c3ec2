create table public.t (a integer primary key, b integer, gone integer);
create table public.u (a integer primary key);
create publication p for table public.t;
create publication q for all tables;
create publication gone for table public.u;
