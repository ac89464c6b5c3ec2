create function public.told() returns trigger language plpgsql as 'begin return null; end';
create table public.other (id integer primary key);
create table public.m (id integer, at integer) partition by range (at);
create table public.m_1 partition of public.m for values from (0) to (10);
create index m_id on public.m (id);
create trigger tell after insert on public.m_1 for each row execute function public.told();
alter table public.m_1 add constraint to_other foreign key (id) references public.other on delete cascade;
