<?php
// The webmail trusts the certificate that the trial has made for itself, and no other.
$tls = ['ssl' => ['verify_peer' => true, 'verify_peer_name' => true, 'cafile' => '/certificate/cert.pem']];
$config['imap_conn_options'] = $tls;
$config['smtp_conn_options'] = $tls;
$config['language'] = 'zh_CN';
