    </section>
    <footer id="footer"><p>Copyright &copy; Acme Hosting. All Rights Reserved.</p></footer>
    {$footeroutput}
</body>
</html>
