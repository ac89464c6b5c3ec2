create unlogged table public.hens (id integer primary key, egg integer);
create unlogged table public.eggs (id integer primary key references public.hens);
alter table public.hens add foreign key (egg) references public.eggs;
comment on constraint hens_egg_fkey on public.hens is 'which was first';
