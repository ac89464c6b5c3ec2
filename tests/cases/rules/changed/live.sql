create table public.t (a integer);
create table public.log (a integer);
create rule one as on insert to public.t do also insert into public.log values (new.a);
create rule two as on update to public.t do nothing;
create rule gone as on delete to public.t do nothing;
comment on rule one on public.t is 'one';
