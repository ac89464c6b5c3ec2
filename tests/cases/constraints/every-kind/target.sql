create table public.p (id integer primary key, code text unique);
create table public.t (
  id integer primary key, p_id integer references public.p, code text check (code <> ''), span int4range,
  unique (code), exclude using gist (span with &&), foreign key (code) references public.p (code) on update cascade
);
