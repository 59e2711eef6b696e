"""Text messages through Alibaba Cloud and Tencent Cloud."""
