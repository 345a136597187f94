"""What is kept, and who finds it again (policy 4.2.3). Pure: functions over stored records."""
