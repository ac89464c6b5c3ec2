create table public.t (a integer);
create table public.log (a integer);
create rule one as on insert to public.t do also insert into public.log values (new.a + 1);
create rule two as on update to public.t do nothing;
alter table public.t disable rule two;
create rule three as on delete to public.t where old.a > 0 do instead nothing;
comment on rule one on public.t is 'one';
