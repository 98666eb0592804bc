-- A login role and a database of the same name, which nobody else may connect to. Can be run again; then it sets the
-- password. Name and password come from the environment, so that no process list shows them.
SET client_min_messages = warning;
\set name `printf %s "$FUND_DATABASE"`
\set password `printf %s "$FUND_DATABASE_PASSWORD"`
SELECT format('CREATE ROLE %I LOGIN', :'name') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'name') \gexec
ALTER ROLE :"name" PASSWORD :'password';
GRANT :"name" TO CURRENT_USER;
SELECT format('CREATE DATABASE %I OWNER %I', :'name', :'name')
  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'name') \gexec
REVOKE CONNECT ON DATABASE :"name" FROM PUBLIC;
