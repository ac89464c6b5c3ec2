create table public.t (a integer, b integer);
alter table public.t add constraint a check (a > 0) not valid;
