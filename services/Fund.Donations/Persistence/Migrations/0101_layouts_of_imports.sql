-- Not only the CSV files of banks: how contributions and donors are read is kept by name too. Those have no account.
alter table bank_csv_profiles add column kind text not null default 'BankCsv';
alter table bank_csv_profiles alter column kind drop default;

drop index ix_bank_csv_profiles_account_name;
create unique index ix_bank_csv_profiles_kind_account_name on bank_csv_profiles (kind, account, name);
