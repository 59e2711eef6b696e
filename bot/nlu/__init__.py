"""Understanding: one file a component; `config.yml` says in which order a message passes them."""
