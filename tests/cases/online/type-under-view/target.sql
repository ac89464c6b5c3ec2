create table public.readings (id integer primary key, "Level" bigint not null default 5 check ("Level" > 0), at date);
create index readings_high on public.readings (at, ("Level" * 2)) where "Level" > 100;
create statistics public.readings_both on at, "Level" from public.readings;
create view public.levels as select "Level" from public.readings;
grant select ("Level") on public.readings to anna;
