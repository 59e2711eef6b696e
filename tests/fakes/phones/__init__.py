"""Every messaging app on one machine: the fakes, and a page that plays the phones in front of them."""
