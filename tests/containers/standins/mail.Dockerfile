# A mail catcher that answers the few questions of Mailpit's API that the tests ask.
ARG PYTHON
FROM ${PYTHON}
RUN install -d -o 10001 -g 10001 /letters
COPY site /opt/mail
COPY mail_catcher.py /opt/mail/
ENV PYTHONPATH=/opt/mail PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
EXPOSE 1025 8025
# The signal that Python ends at by itself, also as the first process.
STOPSIGNAL SIGINT
CMD ["python3", "/opt/mail/mail_catcher.py"]
