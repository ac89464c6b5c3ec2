-- The main application's functions, triggers, views and policies. Run as `postgres`, after main_application.sql.

create function public.set_updated_at() returns trigger language plpgsql as $$
begin
    new.updated_at := now();
    return new;
end
$$;

create trigger profiles_updated_at before update on public.profiles
    for each row execute function public.set_updated_at();
create trigger orders_updated_at before update on public.orders
    for each row execute function public.set_updated_at();
create trigger mission_reports_updated_at before update on public.mission_reports
    for each row execute function public.set_updated_at();

create function public.is_admin() returns boolean language sql stable security definer
set search_path = '' as $$
    select exists (select from public.profiles where id = auth.uid() and role = 'admin')
$$;

create function public.handle_new_user() returns trigger language plpgsql security definer
set search_path = '' as $$
begin
    insert into public.profiles (id, email, full_name)
    values (new.id, new.email, new.raw_user_meta_data ->> 'full_name');
    return new;
end
$$;

create trigger on_auth_user_created after insert on auth.users
    for each row execute function public.handle_new_user();

create view public.order_totals with (security_invoker = true) as
    select orders.id, orders.profile_id, sum(item.quantity * item.unit_price) as total
    from public.orders join public.order_items as item on item.order_id = orders.id
    group by orders.id;

create view public.open_missions as
    select id, title, due_at from public.missions where state in ('open', 'running');

create materialized view public.sales_by_day as
    select placed_at::date as day, count(*) as orders, sum(total) as total
    from public.orders where placed_at is not null group by 1;
create unique index sales_by_day_day on public.sales_by_day (day);

alter table public.profiles enable row level security;
create policy "Users read their own profile" on public.profiles
    for select to authenticated using (id = auth.uid() or public.is_admin());
create policy "Users change their own profile" on public.profiles
    for update to authenticated using (id = auth.uid()) with check (id = auth.uid());

alter table public.orders enable row level security;
create policy "Users read their own orders" on public.orders
    for select to authenticated using (profile_id = auth.uid());

alter table public.mission_reports enable row level security;
create policy "Authors write reports" on public.mission_reports
    for all to authenticated using (author_id = auth.uid()) with check (author_id = auth.uid());

alter table public.audit_log enable row level security;
