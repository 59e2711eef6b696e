"""Face checks through Tencent Cloud and Alibaba Cloud."""
