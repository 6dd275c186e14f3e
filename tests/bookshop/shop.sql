-- The bookshop's tables and its first rows.

create table authors (id integer primary key, name text, born text, died text);
create table books (
    id integer primary key, isbn text unique, title text, subtitle text, genre text,
    author_id integer references authors, published text, added_at text,
    changed_at text, amount numeric, currency text, pages integer, tags text,
    height_mm integer, weight_g numeric, summary text
);
create table files (
    book_id integer, name text, content_type text, content blob,
    primary key (book_id, name)
);
create table reviews (
    id integer primary key, book_id integer, stars integer, text text, by text
);
create table customers (id integer primary key, name text, email text);
create table orders (
    id integer primary key, owner text, status text, placed_at text, shipped_at text,
    customer_id integer, ship_to text, currency text, gift integer, note text,
    request_id text, carrier text, parcel text
);
create table lines (
    order_id integer, book_id integer, quantity integer, price numeric, discount numeric
);
create table payments (
    id integer primary key, order_id integer, method text, amount numeric, vouchers text
);
create table stock (
    warehouse text, book_id integer, on_hand integer, reserved integer, shelf text,
    restock_on text, primary key (warehouse, book_id)
);
create table audit (at text, actor text, action text, detail text);

insert into authors values
    (1, 'Ada Lindqvist', '1931-02-11', '2009-10-30'),
    (2, 'Chidi Okonjo', '1974-07-01', null),
    (3, '李雯', null, null);

insert into books values
    (1, '9780000000017', 'Night Ferry', 'A crossing in nine tides', 'novel', 1, '1968-09-02',
     '2024-03-01T09:30:00Z', '2024-04-12T18:05:00+02:00', 12.5, 'EUR', 284,
     '["sea", "classic"]', 198, 310, 'A ferry pilot keeps two logs. One is true.'),
    (2, '9780000000024', 'The Salt Almanac', null, 'poetry', 2, '2015-04-23',
     '2024-03-01T09:30:00Z', null, 18, 'EUR', 96, '["sea"]', 210, 182.5,
     'One poem for every week by the water.'),
    (3, '9780000000031', '茶与灯', null, 'novel', 3, '2021-11-05', '2024-04-20T07:00:00Z', null,
     21.9, 'EUR', 412, '[]', null, null, null),
    (4, '9780000000048', 'Ink, Paper, "Scissors"', 'Printing at home', 'craft', 2, '1999-01-15',
     '2024-03-01T09:30:00Z', null, 30, 'EUR', 150, '["how-to"]', 297, 800, null);

insert into files values
    (1, 'cover', 'image/png',
     x'89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c6310b1a90000013000c99be737f10000000049454e44ae426082');

insert into reviews values
    (1, 1, 5, 'Read it on a boat.', 'Mina'),
    (2, 1, 4, 'Slow, then not.', null),
    (3, 2, 5, 'Salt on every page.', 'Jonas');

insert into customers values
    (7, 'Mina Vogel', 'mina@example.com'),
    (8, 'Jonas Ek', null);

insert into orders values
    (1001, 'reader', 'open', '2024-05-02T08:00:00+02:00', null, 7,
     '{"name": "Mina Vogel", "street": "Hafenweg 3", "city": "Kiel", "country": "DE"}', 'EUR',
     0, null, '5b6f4a1e-0001', null, null),
    (1002, 'reader', 'shipped', '2024-04-01T16:40:00+02:00', '2024-04-02T06:30:00Z', 7,
     '{"name": "Mina Vogel", "street": "Hafenweg 3", "city": "Kiel", "country": "DE"}', 'EUR',
     1, 'Happy birthday!', '5b6f4a1e-0002', 'Postrad', 'PR-20-417'),
    (1003, 'someone else', 'open', '2024-05-10T12:00:00+02:00', null, 8,
     '{"name": "Mina Vogel", "street": "Hafenweg 3", "city": "Kiel", "country": "DE"}', 'EUR',
     0, null, '5b6f4a1e-0003', null, null);

insert into lines values
    (1001, 1, 1, 12.5, null),
    (1001, 2, 2, 18, 1.5),
    (1002, 4, 1, 30, null),
    (1003, 1, 1, 12.5, null);

insert into stock values
    ('main', 1, 12, 2, 'A1', null),
    ('main', 2, 3, 0, 'A2', '2024-06-01'),
    ('main', 3, 0, 0, null, '2024-07-15'),
    ('main', 4, 5, 1, 'C4', null);

insert into audit values
    ('2024-05-01T06:00:00Z', 'admin', 'stock.count', '["main", 4]'),
    ('2024-05-03T11:20:00Z', 'admin', 'price.change', '[1, 12.5, {"was": 11.9}]'),
    ('2024-05-09T20:45:30Z', 'system', 'index.rebuild', '[null, true]'),
    ('2024-05-10T05:00:00Z', 'system', 'backup', '[]');
