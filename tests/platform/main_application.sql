-- The Next.js main application: 33 tables of another team, as its own migrations leave them. Run as `postgres`.
-- Nothing of this is ever difftool's to alter.

create type public.user_role as enum ('customer', 'agent', 'admin');
create type public.order_status as enum ('cart', 'placed', 'paid', 'fulfilled', 'cancelled', 'refunded');
create type public.mission_state as enum ('draft', 'open', 'running', 'reported', 'closed');
create type public.ticket_priority as enum ('low', 'normal', 'high', 'urgent');
create domain public.currency_code as char(3) check (value ~ '^[A-Z]{3}$');

-- people -----------------------------------------------------------------------------------------------------

create table public.profiles (
    id           uuid primary key default gen_random_uuid(),
    email        text not null unique,
    full_name    text,
    avatar_url   text,
    role         public.user_role not null default 'customer',
    locale       varchar(10) not null default 'en',
    onboarded_at timestamptz,
    created_at   timestamptz not null default now(),
    updated_at   timestamptz not null default now()
);
create table public.organizations (
    id         uuid primary key default gen_random_uuid(),
    slug       varchar(80) not null constraint organizations_slug_unique unique,
    name       text not null,
    created_at timestamptz not null default now()
);
create table public.organization_members (
    organization_id uuid not null references public.organizations (id) on delete cascade,
    profile_id      uuid not null references public.profiles (id) on delete cascade,
    is_owner        boolean not null default false,
    joined_at       timestamptz not null default now(),
    primary key (organization_id, profile_id)
);
create table public.addresses (
    id          uuid primary key default gen_random_uuid(),
    profile_id  uuid not null references public.profiles (id) on delete cascade,
    street      text not null,
    postcode    varchar(20) not null,
    city        text not null,
    country     char(2) not null,
    is_default  boolean not null default false
);
create unique index addresses_one_default on public.addresses (profile_id) where is_default;

-- catalogue --------------------------------------------------------------------------------------------------

create table public.categories (
    id        integer generated always as identity primary key,
    parent_id integer references public.categories (id),
    slug      varchar(80) not null unique,
    title     text not null
);
create table public.products (
    id          uuid primary key default gen_random_uuid(),
    sku         varchar(60) not null unique,
    title       text not null,
    description text,
    price       numeric(10, 2) not null constraint products_price_check check (price >= 0),
    currency    public.currency_code not null default 'EUR',
    attributes  jsonb not null default '{}',
    search      tsvector generated always as (to_tsvector('english', title || ' ' || coalesce(description, ''))) stored,
    created_at  timestamptz not null default now()
);
create index products_search on public.products using gin (search);
create index products_attributes on public.products using gin (attributes jsonb_path_ops);
create table public.product_variants (
    id         uuid primary key default gen_random_uuid(),
    product_id uuid not null references public.products (id) on delete cascade,
    name       text not null,
    stock      integer not null default 0,
    unique (product_id, name)
);
create table public.product_images (
    id         bigserial primary key,
    product_id uuid not null references public.products (id) on delete cascade,
    url        text not null,
    position   smallint not null default 0
);
create table public.product_categories (
    product_id  uuid not null references public.products (id) on delete cascade,
    category_id integer not null references public.categories (id) on delete cascade,
    primary key (product_id, category_id)
);
create table public.bundles (
    id         uuid primary key default gen_random_uuid(),
    title      text not null,
    discount   numeric(4, 2) not null default 0 check (discount between 0 and 90),
    valid      tstzrange,
    created_by uuid references public.profiles (id) on delete set null
);
create table public.bundle_items (
    bundle_id  uuid not null references public.bundles (id) on delete cascade,
    product_id uuid not null references public.products (id),
    quantity   integer not null default 1 check (quantity > 0),
    primary key (bundle_id, product_id)
);

-- selling ----------------------------------------------------------------------------------------------------

create table public.coupons (
    id         serial primary key,
    code       varchar(40) not null,
    percent    integer not null check (percent between 1 and 100),
    expires_at timestamptz
);
create unique index coupons_code on public.coupons (lower(code));
create table public.orders (
    id         uuid primary key default gen_random_uuid(),
    number     bigint generated by default as identity (start with 1000) unique,
    profile_id uuid references public.profiles (id) on delete set null,
    status     public.order_status not null default 'cart',
    total      numeric(12, 2) not null default 0,
    currency   public.currency_code not null default 'EUR',
    ship_to    uuid references public.addresses (id),
    placed_at  timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
create index orders_profile on public.orders (profile_id, created_at desc);
create index orders_open on public.orders (status) where status in ('placed', 'paid');
create table public.order_items (
    id         bigint generated always as identity primary key,
    order_id   uuid not null references public.orders (id) on delete cascade,
    variant_id uuid references public.product_variants (id),
    bundle_id  uuid references public.bundles (id),
    quantity   integer not null default 1,
    unit_price numeric(10, 2) not null,
    constraint order_items_one_kind check (num_nonnulls(variant_id, bundle_id) = 1)
);
create table public.carts (
    id         uuid primary key default gen_random_uuid(),
    profile_id uuid unique references public.profiles (id) on delete cascade,
    updated_at timestamptz not null default now()
);
create table public.cart_items (
    cart_id    uuid not null references public.carts (id) on delete cascade,
    variant_id uuid not null references public.product_variants (id) on delete cascade,
    quantity   integer not null default 1,
    primary key (cart_id, variant_id)
);
create table public.payments (
    id          uuid primary key default gen_random_uuid(),
    order_id    uuid not null references public.orders (id),
    provider    varchar(40) not null,
    external_id varchar(120) not null,
    amount      numeric(12, 2) not null,
    captured_at timestamptz,
    unique (provider, external_id)
);
create table public.refunds (
    id         uuid primary key default gen_random_uuid(),
    payment_id uuid not null references public.payments (id),
    amount     numeric(12, 2) not null check (amount > 0),
    reason     text,
    created_at timestamptz not null default now()
);
create table public.invoices (
    id       uuid primary key default gen_random_uuid(),
    order_id uuid not null unique references public.orders (id),
    number   varchar(30) not null unique,
    pdf_url  text,
    issued_at date not null default current_date
);
create table public.coupon_redemptions (
    coupon_id  integer not null references public.coupons (id),
    order_id   uuid not null references public.orders (id) on delete cascade,
    primary key (coupon_id, order_id)
);
create table public.subscription_plans (
    id     varchar(40) primary key,
    title  text not null,
    amount numeric(10, 2) not null,
    period interval not null default '1 month'
);
create table public.subscriptions (
    id         uuid primary key default gen_random_uuid(),
    profile_id uuid not null references public.profiles (id) on delete cascade,
    plan_id    varchar(40) not null references public.subscription_plans (id),
    active     daterange not null,
    created_at timestamptz not null default now()
);

-- missions ---------------------------------------------------------------------------------------------------

create table public.missions (
    id              uuid primary key default gen_random_uuid(),
    organization_id uuid references public.organizations (id),
    order_id        uuid references public.orders (id),
    title           text not null,
    state           public.mission_state not null default 'draft',
    tags            text[] not null default '{}',
    due_at          timestamptz,
    created_at      timestamptz not null default now()
);
create table public.mission_steps (
    id         bigint generated always as identity primary key,
    mission_id uuid not null references public.missions (id) on delete cascade,
    position   integer not null,
    prompt     text not null,
    unique (mission_id, position) deferrable initially deferred
);
create table public.mission_assignments (
    mission_id uuid not null references public.missions (id) on delete cascade,
    profile_id uuid not null references public.profiles (id) on delete cascade,
    accepted   boolean,
    primary key (mission_id, profile_id)
);
create table public.mission_reports (
    id         uuid primary key default gen_random_uuid(),
    mission_id uuid not null references public.missions (id) on delete cascade,
    author_id  uuid references public.profiles (id) on delete set null,
    summary    text,
    findings   jsonb not null default '[]',
    score      numeric(5, 2),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
create index mission_reports_mission on public.mission_reports (mission_id);
create table public.mission_report_attachments (
    id        uuid primary key default gen_random_uuid(),
    report_id uuid not null references public.mission_reports (id) on delete cascade,
    path      text not null,
    bytes     bigint
);

-- around it --------------------------------------------------------------------------------------------------

create table public.notifications (
    id         bigint generated always as identity primary key,
    profile_id uuid not null references public.profiles (id) on delete cascade,
    kind       varchar(60) not null,
    payload    jsonb,
    read_at    timestamptz,
    created_at timestamptz not null default now()
);
create index notifications_unread on public.notifications (profile_id) where read_at is null;
create table public.notification_preferences (
    profile_id uuid primary key references public.profiles (id) on delete cascade,
    by_mail    boolean not null default true,
    by_push    boolean not null default false
);
create table public.feature_flags (
    name    varchar(80) primary key,
    enabled boolean not null default false,
    rollout smallint not null default 0 check (rollout between 0 and 100)
);
create table public.audit_log (
    id         bigint generated always as identity,
    at         timestamptz not null default now(),
    actor_id   uuid,
    action     text not null,
    details    jsonb,
    primary key (id, at)
) partition by range (at);
create table public.support_tickets (
    id         uuid primary key default gen_random_uuid(),
    profile_id uuid references public.profiles (id) on delete set null,
    subject    text not null,
    priority   public.ticket_priority not null default 'normal',
    closed_at  timestamptz
);
create table public.support_messages (
    id        bigint generated always as identity primary key,
    ticket_id uuid not null references public.support_tickets (id) on delete cascade,
    author_id uuid references public.profiles (id) on delete set null,
    body      text not null,
    sent_at   timestamptz not null default now()
);
