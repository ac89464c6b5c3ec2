create type public.state as enum ('new', 'done');
create table public.parent (id bigserial primary key, name text not null unique);
create table public.child (
  id uuid primary key default gen_random_uuid(),
  parent_id bigint not null references public.parent on delete cascade,
  state public.state not null default 'new',
  price numeric(10, 2) check (price > 0),
  total numeric generated always as (price * 2) stored
);
create index on public.child (parent_id) where state = 'new';
create view public.open_ones as select c.id, p.name from public.child c join public.parent p on p.id = c.parent_id;
create function public.touch() returns trigger language plpgsql as $$begin return new; end$$;
create trigger touch before update on public.child for each row execute function public.touch();
alter table public.child enable row level security;
create policy mine on public.child using (state = 'new');
comment on table public.child is 'what it''s about';
grant select on public.child to anna;
