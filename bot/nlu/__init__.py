"""Understanding: one file a component, in the order in which a message passes them; `config.yml` puts them together."""
